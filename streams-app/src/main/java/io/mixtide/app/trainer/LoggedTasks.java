package io.mixtide.app.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.model.data.Task;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.LoggedObservation;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.Vectors;
import io.mixtide.schemas.registry.UnknownSchemaException;
import io.mixtide.schemas.serde.MalformedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of the log, and refuses those that a release cannot learn from.
 *
 * @param topic the log's name
 * @param values for its values; used by one thread at a time
 */
record LoggedTasks(String topic, Deserializer<SpecificRecord> values) {

  /**
   * The task's name.
   *
   * @throws UnusableLogException if it is empty or not UTF-8
   */
  static String name(byte @Nullable [] key) {
    if (key == null || key.length == 0) {
      throw new UnusableLogException(
          DeadLetterReason.EMPTY_KEY, "the key is empty; it names the task");
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      throw new UnusableLogException(
          DeadLetterReason.MALFORMED, "the key is not UTF-8; it names the task");
    }
  }

  /**
   * The task in a record's value.
   *
   * @param firstRow as {@link Task#firstRow()}
   * @throws UnusableLogException if it is none that {@code release} can learn from
   */
  Task task(String name, byte[] value, long firstRow, Release release) {
    List<LoggedObservation> observations = decode(value).getObservations();
    if (observations.isEmpty()) {
      throw new UnusableLogException(DeadLetterReason.MALFORMED, "the task has no observations");
    }
    Architecture sizes = release.network().architecture();
    double[] xs = new double[observations.size() * sizes.dx()];
    double[] ys = new double[observations.size() * sizes.dy()];
    for (int i = 0; i < observations.size(); i++) {
      double[] x = values(i, "x", observations.get(i).getX(), sizes.dx());
      double[] y = values(i, "y", observations.get(i).getY(), sizes.dy());
      if (!release.standardisation().acceptsX(x) || !release.standardisation().acceptsY(y)) {
        throw new UnusableLogException(
            DeadLetterReason.OUT_OF_RANGE,
            "observation %d lies outside what release %s can take".formatted(i, release.version()));
      }
      System.arraycopy(x, 0, xs, i * x.length, x.length);
      System.arraycopy(y, 0, ys, i * y.length, y.length);
    }
    return new Task(name, null, sizes.dx(), sizes.dy(), xs, ys, Task.NO_CONTEXT_SIZE, firstRow);
  }

  private TaskLog decode(byte[] value) {
    try {
      if (values.deserialize(topic, value) instanceof TaskLog log) {
        return log;
      }
      throw new UnusableLogException(DeadLetterReason.UNKNOWN_SCHEMA, "it is no task log");
    } catch (MalformedRecordException e) {
      throw new UnusableLogException(DeadLetterReason.MALFORMED, String.valueOf(e.getMessage()));
    } catch (UnknownSchemaException e) {
      throw new UnusableLogException(
          DeadLetterReason.UNKNOWN_SCHEMA, String.valueOf(e.getMessage()));
    }
  }

  private static double[] values(int index, String name, List<Double> list, int width) {
    if (list.size() != width) {
      throw new UnusableLogException(
          DeadLetterReason.WRONG_WIDTH,
          "%s of observation %d has %d values; the release in force takes %d"
              .formatted(name, index, list.size(), width));
    }
    double[] values = Vectors.toArray(list);
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new UnusableLogException(
            DeadLetterReason.NOT_FINITE,
            "%s of observation %d is %s".formatted(name, index, value));
      }
    }
    return values;
  }
}
