package io.mixtide.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The raw observations of all tasks, appended under {@code (task, sequence)}. They are read again
 * only when a new release must embed them anew.
 */
final class ObservationLog {

  /**
   * One observation as it came: event time in epoch milliseconds, id, x {@code [dx]}, y {@code
   * [dy]}.
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, element by element
  record Observation(long eventTime, @Nullable String id, double[] x, double[] y) {}

  private ObservationLog() {}

  /** Appends an observation under its task and sequence. */
  static void append(
      KeyValueStore<Bytes, byte[]> store, String task, long sequence, Observation observation) {
    store.put(key(task.getBytes(UTF_8), sequence), write(observation));
  }

  /** All observations of a task in order of their sequence; to be closed. */
  static KeyValueIterator<Bytes, byte[]> of(
      ReadOnlyKeyValueStore<Bytes, byte[]> store, String task) {
    byte[] name = task.getBytes(UTF_8);
    return store.range(key(name, 0), key(name, Long.MAX_VALUE));
  }

  /** With its length before it, no task's name is the beginning of another's key. */
  private static Bytes key(byte[] task, long sequence) {
    return Bytes.wrap(
        ByteBuffer.allocate(Integer.BYTES + task.length + Long.BYTES)
            .putInt(task.length)
            .put(task)
            .putLong(sequence)
            .array());
  }

  private static byte[] write(Observation observation) {
    byte[] id = observation.id() == null ? new byte[0] : observation.id().getBytes(UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(
            Long.BYTES
                + 2 * Integer.BYTES
                + Double.BYTES * (observation.x().length + observation.y().length)
                + id.length);
    buffer.putLong(observation.eventTime());
    for (double[] values : new double[][] {observation.x(), observation.y()}) {
      buffer.putInt(values.length);
      for (double value : values) {
        buffer.putDouble(value);
      }
    }
    return buffer.put(id).array();
  }

  /** Reads a value of the log. */
  static Observation read(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long eventTime = buffer.getLong();
    double[] x = doubles(buffer);
    double[] y = doubles(buffer);
    String id = buffer.hasRemaining() ? UTF_8.decode(buffer).toString() : null;
    return new Observation(eventTime, id, x, y);
  }

  private static double[] doubles(ByteBuffer buffer) {
    double[] values = new double[buffer.getInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.getDouble();
    }
    return values;
  }
}
