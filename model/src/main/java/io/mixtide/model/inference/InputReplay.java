package io.mixtide.model.inference;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.InputNetwork;

/**
 * Input experts on many observations of one task at once: whatever does not depend on the
 * observations before is evaluated for all of them together, which takes a fraction of the time,
 * and the heads too, once the sums before each are known. The bits are those of {@link
 * InputAdaptation}. Holds scratch space: one instance serves one thread.
 */
final class InputReplay {
  /** How many observations are taken at once, at most. */
  static final int ROWS = Kernels.COLUMNS;

  /** Fewer take less time one after another. */
  static final int WORTHWHILE = 6;

  private final InputBatch batch;

  /** Over the task's context with each row, {@code [ROWS, width + experts]}. */
  private final float[][] sums;

  InputReplay(InputNetwork network, Kernels kernels) {
    batch = new InputBatch(network, kernels);
    sums = new float[ROWS][new TaskState(network.architecture()).sums.length];
  }

  /** Sets an observation, standardised. */
  void set(int row, float[] x, float[] y) {
    batch.set(row, x, y);
  }

  /**
   * Evaluates all that {@link #take} needs.
   *
   * @param state of the task before these observations; stays as it is
   * @param rows number of observations that were set
   */
  void evaluate(TaskState state, int rows) {
    batch.embed();
    float[] before = state.sums;
    for (int row = 0; row < rows; row++) {
      System.arraycopy(before, 0, sums[row], 0, before.length);
      batch.add(row, sums[row]);
      batch.pool(row, state.count + row + 1, sums[row]);
      before = sums[row];
    }
    batch.heads();
  }

  /** {@code ln p_l(y|x)} of a row, {@code [experts]}. */
  void logDensity(int row, float[] out) {
    batch.logDensity(row, out);
  }

  /** Takes one row into the state that has taken all rows before it; its score is the caller's. */
  void take(TaskState state, int row) {
    System.arraycopy(sums[row], 0, state.sums, 0, state.sums.length);
    state.count++;
    batch.concentration(row, state.alpha);
  }
}
