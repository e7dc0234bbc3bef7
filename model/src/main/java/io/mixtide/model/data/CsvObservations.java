package io.mixtide.model.data;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads observations one by one, in the order of their rows, as they would arrive. */
public final class CsvObservations {
  private CsvObservations() {}

  /**
   * One row.
   *
   * @param task its task's name
   * @param x inputs, {@code [dx]}, finite
   * @param y outputs, {@code [dy]}, finite
   * @param time what the column of times says; null without one
   * @param place file and line, for messages
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, element by element
  public record Observation(
      String task, double[] x, double[] y, @Nullable String time, String place) {}

  /**
   * Reads files one after another.
   *
   * @param files at least one, as {@link CsvTasks} takes them
   * @param columns what the columns mean; a role is not heeded
   * @param time the column that says when an observation was made; null for none
   * @param sink takes each observation
   * @return how many rows were passed over because x or y is missing
   * @throws DataException as {@link CsvTasks#read}
   */
  public static long read(
      List<Path> files, CsvColumns columns, @Nullable String time, Consumer<Observation> sink) {
    long[] skipped = {0};
    for (Path file : files) {
      int[] timeIndex = {CsvHeader.ABSENT};
      CsvFile.read(
          file,
          columns,
          header -> timeIndex[0] = time == null ? CsvHeader.ABSENT : header.index(time),
          row -> {
            if (row.missingColumn() == null) {
              sink.accept(row.observation(timeIndex[0]));
            } else {
              skipped[0]++;
            }
          });
    }
    return skipped[0];
  }
}
