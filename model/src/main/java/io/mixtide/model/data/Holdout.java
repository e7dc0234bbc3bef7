package io.mixtide.model.data;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Splits a task set by time of arrival, so that scores are of tasks later than the training. */
public final class Holdout {
  private Holdout() {}

  /**
   * A task set in two parts.
   *
   * @param training tasks to learn from
   * @param heldOut tasks to score on
   */
  public record Split(TaskSet training, TaskSet heldOut) {}

  /**
   * Holds out the tasks that begin in the last part of the observations. The cut is the observation
   * at {@code (1 - fraction)} of all of them, rounded; a task whose {@link Task#firstRow() first
   * row} is at the cut or after it is held out, and one that straddles the cut belongs to training.
   * So where rows are in order of time and a task is one place on one day, days are not torn apart
   * unless the cut falls among the first rows of a day.
   *
   * @param tasks a set as it was read or generated, not filtered since
   * @param fraction of the observations to hold out, in [0, 1]
   * @throws IllegalArgumentException if {@code fraction} is outside [0, 1]
   */
  public static Split holdoutLast(TaskSet tasks, double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be in [0, 1], not " + fraction);
    }
    long observations = tasks.observations();
    long cut = observations - Math.round(fraction * observations);
    Map<Boolean, List<Task>> parts =
        tasks.tasks().stream().collect(Collectors.partitioningBy(task -> task.firstRow() >= cut));
    return new Split(part(tasks, parts, false), part(tasks, parts, true));
  }

  private static TaskSet part(TaskSet whole, Map<Boolean, List<Task>> parts, boolean heldOut) {
    return new TaskSet(whole.dx(), whole.dy(), parts.getOrDefault(heldOut, List.of()));
  }
}
