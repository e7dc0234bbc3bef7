package io.mixtide.benchmark.training.nd4j;

import io.mixtide.model.training.TrainingSettings;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The rows of a step's tasks in standardised units: contexts one after another, and equally many
 * targets of every task.
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one step, read once
record Batch(
    int[] contextSize, float[] contextX, float[] contextY, float[] targetX, float[] targetY) {

  /** Rows of all contexts. */
  int contextRows() {
    int sum = 0;
    for (int n : contextSize) {
      sum += n;
    }
    return sum;
  }

  /** Tasks cut as Mixtide's trainer does: see {@link TrainingSettings#contextSkew()}. */
  static Batch random(
      List<float[][]> pool, TrainingSettings settings, UniformRandomProvider random) {
    int tasks = settings.tasksPerStep();
    int targets = settings.maxTargets();
    int[] sizes = new int[tasks];
    float[] contextX = new float[tasks * settings.maxContext()];
    float[] contextY = new float[tasks * settings.maxContext()];
    float[] targetX = new float[tasks * targets];
    float[] targetY = new float[tasks * targets];
    int row = 0;
    for (int k = 0; k < tasks; k++) {
      float[][] task = pool.get(random.nextInt(pool.size()));
      float[] x = task[0];
      float[] y = task[1];
      double skewed = Math.pow(random.nextDouble(), settings.contextSkew());
      int n = (int) (skewed * (settings.maxContext() + 1));
      sizes[k] = n;
      System.arraycopy(x, 0, contextX, row, n);
      System.arraycopy(y, 0, contextY, row, n);
      row += n;
      int rest = x.length - n;
      int[] order = new int[rest];
      for (int i = 0; i < rest; i++) {
        order[i] = n + i;
      }
      for (int i = 0; i < targets; i++) {
        int other = i + random.nextInt(rest - i);
        targetX[k * targets + i] = x[order[other]];
        targetY[k * targets + i] = y[order[other]];
        order[other] = order[i];
      }
    }
    return new Batch(sizes, contextX, contextY, targetX, targetY);
  }
}
