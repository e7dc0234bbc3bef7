package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.data.CsvColumns;
import io.mixtide.model.data.Holdout;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.network.Moments;
import io.mixtide.model.network.Standardisation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * The tasks to train on and those to score on, checked so that training cannot fail on them.
 *
 * @param training tasks to learn from
 * @param heldOut tasks that began later
 */
record TrainingData(TaskSet training, TaskSet heldOut) {
  private static final int ENOUGH_HELD_OUT = 20;

  /**
   * Reads and splits the files, and says what it found. A column {@code role} is not heeded: what
   * was a target elsewhere is an observation here.
   *
   * @param holdoutLast share of the rows, in (0, 1)
   * @param err told what was read
   * @throws UserErrorException if a part is left without tasks or a value is out of range
   */
  static TrainingData read(
      List<Path> files,
      CsvColumns columns,
      OutputTransform transform,
      double holdoutLast,
      PrintWriter err) {
    TaskSet tasks =
        withoutRoles(TaskFiles.read(files, columns, transform == OutputTransform.LOG1P, err));
    Holdout.Split split = Holdout.holdoutLast(tasks, holdoutLast);
    TrainingData parts =
        new TrainingData(
            TaskFiles.withoutShort(split.training()), TaskFiles.withoutShort(split.heldOut()));
    TaskFiles.reportShort(tasks.size() - parts.training.size() - parts.heldOut.size(), err);
    parts.requireTasks(holdoutLast);
    parts.requireInRange(transform);
    err.printf(
        "training on %d tasks; holding out %d, which begin in the last %s of the rows%n",
        parts.training.size(), parts.heldOut.size(), holdoutLast);
    if (parts.heldOut.size() < ENOUGH_HELD_OUT) {
      err.printf(
          "fewer than %d held-out tasks make scores and alert thresholds unsteady%n",
          ENOUGH_HELD_OUT);
    }
    err.flush();
    return parts;
  }

  private void requireTasks(double holdoutLast) {
    if (training.size() == 0) {
      throw new UserErrorException(
          "no task with %d or more observations is left to train on; lower --holdout-last or give "
                  .formatted(TaskFiles.MIN_OBSERVATIONS)
              + "more data");
    }
    if (heldOut.size() == 0) {
      throw new UserErrorException(
          "no task with %d or more observations begins in the last %s of the rows, so none can be "
                  .formatted(TaskFiles.MIN_OBSERVATIONS, holdoutLast)
              + "held out; raise --holdout-last, or let --task name shorter spans (device,day)");
    }
  }

  private void requireInRange(OutputTransform transform) {
    Standardisation standardisation;
    try {
      standardisation = Moments.of(training, transform);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(
          "the values are too large to take their mean and deviation; rescale x or y", e);
    }
    TaskFiles.requireInRange(training, standardisation);
    TaskFiles.requireInRange(heldOut, standardisation);
  }

  private static TaskSet withoutRoles(TaskSet tasks) {
    return new TaskSet(
        tasks.dx(),
        tasks.dy(),
        tasks.tasks().stream()
            .map(task ->
                new Task(
                    task.name(),
                    task.group(),
                    task.dx(),
                    task.dy(),
                    task.x(),
                    task.y(),
                    Task.NO_CONTEXT_SIZE,
                    task.firstRow()))
            .toList());
  }
}
