package io.mixtide.benchmark;

import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.CsvColumns;
import io.mixtide.model.data.CsvTasks;
import io.mixtide.model.data.GpMix;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Tasks of known families to score on, each with a context size of its own and 50 targets. */
final class TestTasks {
  /** Context sizes of the clustered family's tests. */
  static final List<Integer> CLUSTERED_SIZES = List.of(1, 2, 3, 5, 8, 12, 20, 30, 50);

  /** Context sizes of the Gaussian processes' tests. */
  static final List<Integer> GP_SIZES =
      IntStream.iterate(3, n -> n <= 49, n -> n + 2).boxed().toList();

  private static final int TARGETS = 50;
  private static final int CLUSTERED_EACH = 160;
  private static final int GP_EACH = 126;

  private TestTasks() {}

  /** 160 tasks at each of {@link #CLUSTERED_SIZES}. */
  static TaskSet clustered(long seed) {
    int tasks = CLUSTERED_EACH * CLUSTERED_SIZES.size();
    return cut(ClusteredFamily.generate(tasks, 50 + TARGETS, seed), CLUSTERED_SIZES);
  }

  /** 42 tasks of each kernel at each of {@link #GP_SIZES}. */
  static TaskSet gp(long seed) {
    int tasks = GP_EACH * GP_SIZES.size();
    return cut(GpMix.generate(tasks, 50 + TARGETS, seed), GP_SIZES);
  }

  /** Tasks from a file whose column {@code role} tells context from targets. */
  static TaskSet read(Path file, String group) {
    CsvColumns columns = new CsvColumns(List.of("task"), List.of("x"), List.of("y"), group);
    return CsvTasks.read(List.of(file), columns, false).tasks();
  }

  /** Blocks of tasks take the sizes in turn, so that every size has tasks of every kernel. */
  private static TaskSet cut(TaskSet tasks, List<Integer> sizes) {
    int each = tasks.size() / sizes.size();
    List<Task> cut = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.tasks().get(i);
      int n = sizes.get(i / each);
      cut.add(
          new Task(
              task.name(),
              task.group(),
              1,
              1,
              Arrays.copyOf(task.x(), n + TARGETS),
              Arrays.copyOf(task.y(), n + TARGETS),
              n,
              task.firstRow()));
    }
    return new TaskSet(1, 1, cut);
  }
}
