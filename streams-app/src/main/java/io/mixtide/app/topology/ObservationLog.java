package io.mixtide.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.model.inference.TaskState;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The raw observations of all tasks, appended under {@code (task, sequence)}, each with the token
 * that context experts made of it. Tokens of the latest are read when a task is touched; raw
 * observations again only when a new release must embed them anew.
 */
final class ObservationLog {

  /**
   * One observation as it came: event time in epoch milliseconds, id, x {@code [dx]}, y {@code
   * [dy]}.
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, element by element
  record Observation(long eventTime, @Nullable String id, double[] x, double[] y) {}

  private static final int NO_ID = -1;
  private static final byte[] NO_BYTES = {};

  private ObservationLog() {}

  /** All observations of a task in order of their sequence; to be closed. */
  static KeyValueIterator<Bytes, byte[]> of(
      ReadOnlyKeyValueStore<Bytes, byte[]> store, String task) {
    byte[] name = task.getBytes(UTF_8);
    return store.range(key(name, 0), key(name, Long.MAX_VALUE));
  }

  /** All observations of a task, the latest first; to be closed. */
  static KeyValueIterator<Bytes, byte[]> latest(
      ReadOnlyKeyValueStore<Bytes, byte[]> store, String task) {
    byte[] name = task.getBytes(UTF_8);
    return store.reverseRange(key(name, 0), key(name, Long.MAX_VALUE));
  }

  /** The key of a task's observation. */
  static Bytes key(String task, long sequence) {
    return key(task.getBytes(UTF_8), sequence);
  }

  /** The sequence in a key. */
  static long sequence(Bytes key) {
    byte[] bytes = key.get();
    return ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
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

  /** A value of the log without a token. */
  static byte[] write(Observation observation) {
    return buffer(observation, 0).array();
  }

  /** A value of the log with the token of the observation that the state took last, if any. */
  static byte[] write(Observation observation, TaskState state) {
    ByteBuffer buffer = buffer(observation, state.tokenBytes());
    if (buffer.hasRemaining()) {
      state.writeLatestToken(buffer);
    }
    return buffer.array();
  }

  private static ByteBuffer buffer(Observation observation, int rest) {
    byte[] id = observation.id() == null ? NO_BYTES : observation.id().getBytes(UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(
            Long.BYTES
                + 3 * Integer.BYTES
                + Double.BYTES * (observation.x().length + observation.y().length)
                + id.length
                + rest);
    buffer.putLong(observation.eventTime());
    put(observation.x(), buffer);
    put(observation.y(), buffer);
    return buffer.putInt(observation.id() == null ? NO_ID : id.length).put(id);
  }

  private static void put(double[] values, ByteBuffer buffer) {
    buffer.putInt(values.length);
    for (double value : values) {
      buffer.putDouble(value);
    }
  }

  /** Reads the observation of a value, and leaves the buffer at its token. */
  static Observation read(ByteBuffer value) {
    long eventTime = value.getLong();
    double[] x = doubles(value);
    double[] y = doubles(value);
    int length = value.getInt();
    if (length == NO_ID) {
      return new Observation(eventTime, null, x, y);
    }
    byte[] id = new byte[length];
    value.get(id);
    return new Observation(eventTime, new String(id, UTF_8), x, y);
  }

  private static double[] doubles(ByteBuffer buffer) {
    double[] values = new double[buffer.getInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.getDouble();
    }
    return values;
  }
}
