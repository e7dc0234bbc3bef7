package io.mixtide.model.inference;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;

/**
 * Input experts on many observations of one task at once: whatever does not depend on the
 * observations before is evaluated for all of them together, which takes a fraction of the time,
 * and the heads too, once the sums before each are known. The bits are those of {@link
 * InputAdaptation}, for a kernel's sums do not depend on the number of rows. Holds scratch space:
 * one instance serves one thread.
 */
final class InputReplay {
  /** How many observations are taken at once, at most. */
  static final int ROWS = 64;

  private final InputNetwork network;
  private final Kernels kernels;
  private final Architecture sizes;
  private final int width;
  private final int experts;
  private final Mlp.Activations trunk;
  private final Mlp.Activations embedding;
  private final Mlp.Activations head;
  private final ExpertDensities densities;
  private final ConcentrationHead concentration;
  private final float[] sums;

  /** Where the observations' inputs are to be written, standardised, {@code [ROWS, dx]}. */
  final float[] x;

  /** Where the observations' outputs are to be written, standardised, {@code [ROWS, dy]}. */
  final float[] y;

  InputReplay(InputNetwork network, Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
    sizes = network.architecture();
    width = sizes.embedding();
    experts = sizes.experts();
    trunk = network.trunk().activations(ROWS);
    embedding = network.embedding().activations(ROWS);
    head = network.head().activations(ROWS);
    densities = new ExpertDensities(sizes, ROWS);
    concentration = new ConcentrationHead(kernels, sizes);
    sums = new float[width + experts];
    x = new float[ROWS * sizes.dx()];
    y = new float[ROWS * sizes.dy()];
  }

  /**
   * Evaluates all that {@link #take} needs.
   *
   * @param state of the task before these observations; stays as it is
   * @param rows number of observations that were written to {@link #x} and {@link #y}
   */
  void evaluate(TaskState state, int rows) {
    System.arraycopy(x, 0, trunk.input(), 0, rows * sizes.dx());
    network.trunk().forward(kernels, rows, trunk);
    densities.evaluate(kernels, rows, trunk.output(), y);
    int q = sizes.dx() + sizes.dy();
    int in = network.embedding().in();
    for (int row = 0; row < rows; row++) {
      float[] input = embedding.input();
      System.arraycopy(x, row * sizes.dx(), input, row * in, sizes.dx());
      System.arraycopy(y, row * sizes.dy(), input, row * in + sizes.dx(), sizes.dy());
      Softmax.apply(kernels, densities.logDensity(), row * experts, input, row * in + q, experts);
    }
    network.embedding().forward(kernels, rows, embedding);
    System.arraycopy(state.sums, 0, sums, 0, sums.length);
    for (int row = 0; row < rows; row++) {
      add(row, sums);
      headInput(state.count + row + 1, row);
    }
    network.head().forward(kernels, rows, head);
  }

  private void headInput(int n, int row) {
    float[] input = head.input();
    int at = row * network.head().in();
    for (int i = 0; i < width; i++) {
      input[at + i] = sums[i] / n;
    }
    input[at + width] = ConcentrationHead.sizeFeature(n);
    for (int l = 0; l < experts; l++) {
      input[at + width + 1 + l] = sums[width + l] / n;
    }
  }

  private void add(int row, float[] to) {
    int q = row * network.embedding().in() + sizes.dx() + sizes.dy();
    for (int i = 0; i < width; i++) {
      to[i] += embedding.output()[row * width + i];
    }
    for (int l = 0; l < experts; l++) {
      to[width + l] += embedding.input()[q + l];
    }
  }

  /** {@code ln p_l(y|x)} of all rows, {@code [rows, experts]}. */
  float[] logDensity() {
    return densities.logDensity();
  }

  /** Takes one row into the state that has taken all rows before it; its score is the caller's. */
  void take(TaskState state, int row) {
    add(row, state.sums);
    state.count++;
    concentration.forward(
        state.count,
        head.input(),
        row * network.head().in() + width + 1,
        head.output(),
        row * network.head().out(),
        state.alpha);
  }
}
