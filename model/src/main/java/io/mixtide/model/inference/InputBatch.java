package io.mixtide.model.inference;

import static io.mixtide.model.kernel.Kernels.COLUMNS;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ColumnMlp;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.InputNetwork;
import java.util.Arrays;

/**
 * The networks with input experts on up to {@link Kernels#COLUMNS} observations at once, of one
 * task or of many. Every observation is a column of the activations, so that lanes lie across
 * observations, however few the experts. The bits are those of one observation after another, for
 * each value is the same chain of operations. Holds scratch space: one instance serves one thread.
 */
final class InputBatch {
  private final Kernels kernels;
  private final int dx;
  private final int dy;
  private final int width;
  private final int experts;

  /** Where the embedding's input has the responsibilities, {@code [experts, COLUMNS]}. */
  private final int q;

  private final ColumnMlp trunk;
  private final ColumnMlp embedding;
  private final ColumnMlp head;
  private final ExpertDensities densities;
  private final ConcentrationHead concentration;
  private final float[] y;
  private final float[] shares;
  private final float[] embeddingSums;
  private final float[] shareSums;
  private final float[] alpha;
  private final float[] counts = new float[COLUMNS];
  private final float[] scores = new float[COLUMNS];
  private final double[] totals = new double[COLUMNS];
  private final float[][] scratch = new float[2][COLUMNS];

  InputBatch(InputNetwork network, Kernels kernels) {
    this.kernels = kernels;
    Architecture sizes = network.architecture();
    dx = sizes.dx();
    dy = sizes.dy();
    width = sizes.embedding();
    experts = sizes.experts();
    q = (dx + dy) * COLUMNS;
    trunk = new ColumnMlp(network.trunk(), kernels);
    embedding = new ColumnMlp(network.embedding(), kernels);
    head = new ColumnMlp(network.head(), kernels);
    densities = new ExpertDensities(sizes, COLUMNS);
    concentration = new ConcentrationHead(kernels, sizes);
    y = new float[dy * COLUMNS];
    shares = new float[experts * COLUMNS];
    embeddingSums = new float[width * COLUMNS];
    shareSums = new float[experts * COLUMNS];
    alpha = new float[experts * COLUMNS];
  }

  /** Sets an observation, standardised; columns not set hold what they held. */
  void set(int column, float[] x, float[] y) {
    set(column, x);
    for (int j = 0; j < dy; j++) {
      this.y[j * COLUMNS + column] = y[j];
    }
  }

  /** Sets where experts are asked for, standardised; columns not set hold what they held. */
  void set(int column, float[] x) {
    for (int i = 0; i < dx; i++) {
      trunk.input()[i * COLUMNS + column] = x[i];
    }
  }

  /** Evaluates the experts at the x's. */
  void experts() {
    trunk.forward();
  }

  /** The experts' parameters at a column's x, {@code [2 · experts · dy]}. */
  void parameters(int column, float[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = trunk.output()[i * COLUMNS + column];
    }
  }

  /** Evaluates the experts at the observations and embeds them. */
  void embed() {
    experts();
    densities.evaluateColumns(kernels, trunk.output(), y);
    float[] input = embedding.input();
    System.arraycopy(trunk.input(), 0, input, 0, dx * COLUMNS);
    System.arraycopy(y, 0, input, dx * COLUMNS, dy * COLUMNS);
    System.arraycopy(densities.logDensity(), 0, shares, 0, experts * COLUMNS);
    float[] sums = scratch[1];
    kernels.relativeColumns(experts, shares, scratch[0], sums);
    kernels.divideColumns(experts, shares, sums, input, q);
    embedding.forward();
  }

  /** {@code ln p_l(y|x)} of a column, {@code [experts]}. */
  void logDensity(int column, float[] out) {
    for (int l = 0; l < experts; l++) {
      out[l] = densities.logDensity()[l * COLUMNS + column];
    }
  }

  /** Has {@link #score} score a column by this concentration {@code [experts]}. */
  void weigh(int column, float[] alpha) {
    for (int l = 0; l < experts; l++) {
      this.alpha[l * COLUMNS + column] = alpha[l];
    }
  }

  /**
   * {@code ln p(y|x)} of all columns under the mixtures of the concentrations given before, {@code
   * [COLUMNS]}, as {@link MixtureScore}.
   */
  float[] score() {
    Arrays.fill(totals, 0);
    for (int i = 0; i < experts * COLUMNS; i += COLUMNS) {
      for (int column = 0; column < COLUMNS; column++) {
        totals[column] += alpha[i + column];
      }
    }
    for (int column = 0; column < COLUMNS; column++) {
      scores[column] = (float) totals[column];
    }
    kernels.log(scores, 0, scores, 0, COLUMNS);
    int all = experts * COLUMNS;
    kernels.log(alpha, 0, shares, 0, all);
    kernels.add(densities.logDensity(), 0, shares, all);
    float[] max = scratch[0];
    float[] sums = scratch[1];
    kernels.relativeColumns(experts, shares, max, sums);
    kernels.log(sums, 0, sums, 0, COLUMNS);
    for (int column = 0; column < COLUMNS; column++) {
      scores[column] = max[column] + sums[column] - scores[column];
    }
    return scores;
  }

  /**
   * Has {@link #accumulate} and {@link #heads} infer in a column for a task.
   *
   * @param n size of its context with the column's observation, at least 1
   * @param sums over the observations before, {@code [width + experts]} as {@link TaskState} has
   *     them
   */
  void pool(int column, int n, float[] sums) {
    for (int i = 0; i < width; i++) {
      embeddingSums[i * COLUMNS + column] = sums[i];
    }
    for (int l = 0; l < experts; l++) {
      shareSums[l * COLUMNS + column] = sums[width + l];
    }
    counts[column] = n;
  }

  /** Adds each column's observation to the sums of its task. */
  void accumulate() {
    kernels.add(embedding.output(), 0, embeddingSums, width * COLUMNS);
    kernels.add(embedding.input(), q, shareSums, experts * COLUMNS);
  }

  /**
   * As {@link #pool} and {@link #accumulate} where the first columns are one task's observations,
   * one after another.
   *
   * @param n size of its context before them
   * @param sums over the observations before them, {@code [width + experts]}
   */
  void accumulate(int columns, int n, float[] sums) {
    accumulate(columns, embedding.output(), 0, sums, 0, width, embeddingSums);
    accumulate(columns, embedding.input(), q, sums, width, experts, shareSums);
    for (int column = 0; column < columns; column++) {
      counts[column] = n + column + 1;
    }
  }

  private static void accumulate(
      int columns, float[] v, int offset, float[] sums, int first, int rows, float[] out) {
    for (int i = 0; i < rows; i++) {
      float sum = sums[first + i];
      for (int at = i * COLUMNS; at < i * COLUMNS + columns; at++) {
        sum += v[offset + at];
        out[at] = sum;
      }
    }
  }

  /** The sums {@code [width + experts]} of a column's task with its observation. */
  void sums(int column, float[] out) {
    for (int i = 0; i < width; i++) {
      out[i] = embeddingSums[i * COLUMNS + column];
    }
    for (int l = 0; l < experts; l++) {
      out[width + l] = shareSums[l * COLUMNS + column];
    }
  }

  /** Evaluates the heads of the columns that have their sums. */
  void heads() {
    float[] input = head.input();
    int size = width * COLUMNS;
    kernels.divideColumns(width, embeddingSums, counts, input, 0);
    kernels.divideColumns(experts, shareSums, counts, input, size + COLUMNS);
    for (int i = 0; i < COLUMNS; i++) {
      input[size + i] = 1f + counts[i];
    }
    kernels.log(input, size, input, size, COLUMNS);
    for (int i = 0; i < COLUMNS; i++) {
      input[size + i] = 0.5f * input[size + i];
    }
    head.forward();
    concentration.forwardColumns(counts, input, size + COLUMNS, head.output(), alpha, scratch);
  }

  /** The concentration {@code [experts]} of a column. */
  void concentration(int column, float[] out) {
    for (int l = 0; l < experts; l++) {
      out[l] = alpha[l * COLUMNS + column];
    }
  }
}
