package io.mixtide.model.data;

import java.util.List;

/**
 * Tasks of one shape.
 *
 * @param dx inputs of an observation
 * @param dy outputs of an observation
 * @param tasks the tasks, in order of their first arrival
 */
public record TaskSet(int dx, int dy, List<Task> tasks) {

  /**
   * @throws IllegalArgumentException if a task has another {@code dx} or {@code dy}
   */
  public TaskSet {
    tasks = List.copyOf(tasks);
    for (Task task : tasks) {
      if (task.dx() != dx || task.dy() != dy) {
        throw new IllegalArgumentException(
            "task '%s' has shape %d, %d in a set of %d, %d"
                .formatted(task.name(), task.dx(), task.dy(), dx, dy));
      }
    }
  }

  /** Number of tasks. */
  public int size() {
    return tasks.size();
  }

  /** Number of observations over all tasks. */
  public long observations() {
    return tasks.stream().mapToLong(Task::size).sum();
  }
}
