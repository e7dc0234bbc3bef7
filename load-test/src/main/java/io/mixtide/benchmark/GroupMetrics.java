package io.mixtide.benchmark;

import io.mixtide.benchmark.metrics.GroupRecovery;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.CentredLogRatio;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import java.util.List;
import java.util.Objects;

/** What a model's posteriors tell of the groups that tasks belong to. */
final class GroupMetrics {
  private static final int SEED = 1;

  private GroupMetrics() {}

  /**
   * The model's posterior of every task, given the task's own context: {@code [tasks][experts]}.
   */
  static List<float[]> posteriors(Trained model, TaskSet tasks) {
    return tasks.tasks().stream().parallel().map(task -> posterior(model, task)).toList();
  }

  private static float[] posterior(Trained model, Task task) {
    Inference inference = model.inference();
    TaskState state = inference.newState();
    for (int i = 0; i < task.contextSize(); i++) {
      inference.observe(state, task.xOf(i), task.yOf(i));
    }
    return state.alpha();
  }

  /** How well the groups of tasks can be read off their concentrations. */
  static GroupRecovery recovery(List<Task> tasks, List<float[]> concentrations) {
    double[][] features = concentrations.stream().map(CentredLogRatio::of).toArray(double[][]::new);
    List<String> groups =
        tasks.stream().map(task -> Objects.requireNonNull(task.group(), task.name())).toList();
    return GroupRecovery.of(features, groups, SEED);
  }
}
