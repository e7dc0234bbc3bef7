package io.mixtide.benchmark.data;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.ArraySampler;

/**
 * A table of a regression with several outputs, cut into tasks. Rows are split first, so that no
 * row of a validation or test task is ever trained on; then each part's rows are dealt into tasks
 * of equal size.
 *
 * @param training tasks of 60% of the rows
 * @param validation tasks of the next 20%
 * @param test tasks of the rest
 */
public record RegressionTasks(TaskSet training, TaskSet validation, TaskSet test) {
  /** How many rows a task has unless said otherwise. */
  public static final int ROWS_PER_TASK = 50;

  private static final double TRAINING = 0.6;
  private static final double VALIDATION = 0.2;

  /**
   * Shuffles and cuts a table. Rows of a part that do not fill a last task are left out.
   *
   * @param table inputs, then outputs
   * @param outputs how many of the last columns are outputs, from 1 to one less than all
   * @param rowsPerTask observations of each task, at least 1
   * @param seed equal seeds give equal tasks
   * @throws IllegalArgumentException if a part has too few rows for one task, or a number is out of
   *     range
   */
  static RegressionTasks of(NumberTable table, int outputs, int rowsPerTask, long seed) {
    if (outputs < 1 || outputs >= table.columns() || rowsPerTask < 1) {
      throw new IllegalArgumentException(
          "%d outputs of %d columns in tasks of %d rows"
              .formatted(outputs, table.columns(), rowsPerTask));
    }
    int[] order = IntStream.range(0, table.rows()).toArray();
    ArraySampler.shuffle(RandomStream.of(seed), order);
    int validation = (int) Math.round(TRAINING * order.length);
    int test = validation + (int) Math.round(VALIDATION * order.length);
    Cut cut = new Cut(table, outputs, rowsPerTask, order);
    return new RegressionTasks(
        cut.part("training", 0, validation),
        cut.part("validation", validation, test),
        cut.part("test", test, order.length));
  }

  private record Cut(NumberTable table, int outputs, int rowsPerTask, int[] order) {

    TaskSet part(String name, int begin, int end) {
      int tasks = (end - begin) / rowsPerTask;
      if (tasks == 0) {
        throw new IllegalArgumentException(
            "%d %s rows are too few for a task of %d".formatted(end - begin, name, rowsPerTask));
      }
      List<Task> cut = new ArrayList<>(tasks);
      for (int task = 0; task < tasks; task++) {
        cut.add(task(name + task, begin + task * rowsPerTask, (long) task * rowsPerTask));
      }
      return new TaskSet(inputs(), outputs, cut);
    }

    private Task task(String name, int begin, long firstRow) {
      double[] x = new double[rowsPerTask * inputs()];
      double[] y = new double[rowsPerTask * outputs];
      for (int i = 0; i < rowsPerTask; i++) {
        int row = order[begin + i] * table.columns();
        System.arraycopy(table.values(), row, x, i * inputs(), inputs());
        System.arraycopy(table.values(), row + inputs(), y, i * outputs, outputs);
      }
      return new Task(name, null, inputs(), outputs, x, y, Task.NO_CONTEXT_SIZE, firstRow);
    }

    private int inputs() {
      return table.columns() - outputs;
    }
  }
}
