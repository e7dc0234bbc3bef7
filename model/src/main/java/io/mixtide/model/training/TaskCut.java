package io.mixtide.model.training;

import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.TaskRows;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A task cut for one training step: its first observations are the context, some later ones the
 * targets. The context is always what arrived first, as it will be in service.
 *
 * @param contextSize number of leading observations, may be 0
 * @param targets rows of the task, all from {@code contextSize} on, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one step, read once
record TaskCut(TrainingTask task, int contextSize, int[] targets) {

  /** A random context size, from 0 to what the settings allow, and targets without repetition. */
  static TaskCut random(
      TrainingTask task, TrainingSettings settings, UniformRandomProvider random) {
    double u = random.nextDouble();
    double skewed = StrictMath.pow(u, settings.contextSkew());
    int n = (int) (skewed * (Math.min(settings.maxContext(), task.size() - 1) + 1));
    int rest = task.size() - n;
    int[] order = new int[rest];
    for (int i = 0; i < rest; i++) {
      order[i] = n + i;
    }
    int[] targets = new int[Math.min(settings.maxTargets(), rest)];
    for (int i = 0; i < targets.length; i++) {
      int other = i + random.nextInt(rest - i);
      targets[i] = order[other];
      order[other] = order[i];
    }
    return new TaskCut(task, n, targets);
  }

  /**
   * Lays the rows of a batch one after another.
   *
   * @param rows receives how many each task has
   * @param contextX receives {@code [context rows, dx]}; likewise the others
   */
  static void lay(
      List<TaskCut> batch,
      Architecture sizes,
      TaskRows rows,
      float[] contextX,
      float[] contextY,
      float[] targetX,
      float[] targetY) {
    int dx = sizes.dx();
    int dy = sizes.dy();
    int contextRow = 0;
    int targetRow = 0;
    for (int k = 0; k < batch.size(); k++) {
      TaskCut cut = batch.get(k);
      int n = cut.contextSize;
      rows.contextSize()[k] = n;
      rows.targetSize()[k] = cut.targets.length;
      System.arraycopy(cut.task.x(), 0, contextX, contextRow * dx, n * dx);
      System.arraycopy(cut.task.y(), 0, contextY, contextRow * dy, n * dy);
      contextRow += n;
      for (int row : cut.targets) {
        System.arraycopy(cut.task.x(), row * dx, targetX, targetRow * dx, dx);
        System.arraycopy(cut.task.y(), row * dy, targetY, targetRow * dy, dy);
        targetRow++;
      }
    }
  }
}
