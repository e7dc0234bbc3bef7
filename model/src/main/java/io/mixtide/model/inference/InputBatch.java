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
  private static final float[] ONES = new float[COLUMNS];

  static {
    Arrays.fill(ONES, 1f);
  }

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

  /** The experts' densities as parts of the greatest, {@code [experts, COLUMNS]}. */
  private final float[] parts;

  /** Logarithms of the greatest, {@code [COLUMNS]}. */
  private final float[] max = new float[COLUMNS];

  private final float[] alpha;
  private final float[] counts = new float[COLUMNS];

  /** By column, the arrays that {@link #weigh} and {@link #pool} were given. */
  private final float[][] weights = new float[COLUMNS][];

  private final float[][] contexts = new float[COLUMNS][];
  private final float[] scores = new float[COLUMNS];
  private final float[][] scratch = new float[2][COLUMNS];

  InputBatch(InputNetwork network, Kernels kernels) {
    this.kernels = kernels;
    Architecture sizes = network.architecture();
    dx = sizes.dx();
    dy = sizes.dy();
    width = sizes.embedding();
    experts = sizes.experts();
    q = (dx + dy) * COLUMNS;
    float[][] room = ColumnMlp.room(network.trunk(), network.embedding(), network.head());
    trunk = new ColumnMlp(network.trunk(), room, kernels);
    embedding = new ColumnMlp(network.embedding(), room, kernels);
    head = new ColumnMlp(network.head(), room, kernels);
    densities = new ExpertDensities(sizes, COLUMNS);
    concentration = new ConcentrationHead(kernels, sizes);
    y = new float[dy * COLUMNS];
    parts = new float[experts * COLUMNS];
    alpha = new float[experts * COLUMNS];
    Arrays.fill(weights, new float[experts]);
    Arrays.fill(contexts, new float[width + experts]);
    Arrays.fill(counts, 1f);
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
    float[] sums = scratch[1];
    kernels.relativeColumns(experts, densities.logDensity(), 0, parts, max);
    kernels.sumColumns(experts, parts, sums);
    kernels.divideColumns(experts, parts, sums, input, q);
    embedding.forward();
  }

  /** {@code ln p_l(y|x)} of a column, {@code [experts]}. */
  void logDensity(int column, float[] out) {
    for (int l = 0; l < experts; l++) {
      out[l] = densities.logDensity()[l * COLUMNS + column];
    }
  }

  /**
   * Has {@link #score} score a column by this concentration {@code [experts]}, which is read then.
   */
  void weigh(int column, float[] alpha) {
    weights[column] = alpha;
  }

  /**
   * {@code ln p(y|x)} of all columns under the mixtures of the concentrations given before, {@code
   * [COLUMNS]}, as {@link MixtureScore}; once after {@link #embed}.
   */
  float[] score() {
    toColumns(weights, 0, experts, ONES, alpha, 0);
    float[] totals = scratch[0];
    float[] sums = scratch[1];
    kernels.sumColumns(experts, alpha, totals);
    kernels.weighColumns(experts, parts, alpha, 0, 0f, sums);
    for (int column = 0; column < COLUMNS; column++) {
      scores[column] = sums[column] / totals[column];
    }
    kernels.log(scores, 0, scores, 0, COLUMNS);
    kernels.add(max, 0, scores, COLUMNS);
    return scores;
  }

  /**
   * Adds a column's observation to the sums {@code [width + experts]} of its task, as {@link
   * TaskState} has them.
   */
  void add(int column, float[] sums) {
    for (int i = 0; i < width; i++) {
      sums[i] += embedding.output()[i * COLUMNS + column];
    }
    for (int l = 0; l < experts; l++) {
      sums[width + l] += embedding.input()[q + l * COLUMNS + column];
    }
  }

  /**
   * Has {@link #heads} infer in a column for a task.
   *
   * @param n size of its context, at least 1
   * @param sums over its context, {@code [width + experts]}; read by {@link #heads}
   */
  void pool(int column, int n, float[] sums) {
    counts[column] = n;
    contexts[column] = sums;
  }

  /** Evaluates the heads of the columns that were pooled. */
  void heads() {
    float[] input = head.input();
    int size = width * COLUMNS;
    float[] inverse = scratch[0];
    for (int column = 0; column < COLUMNS; column++) {
      inverse[column] = 1f / counts[column];
      input[size + column] = 1f + counts[column];
    }
    kernels.log(input, size, input, size, COLUMNS);
    for (int column = 0; column < COLUMNS; column++) {
      input[size + column] = 0.5f * input[size + column];
    }
    toColumns(contexts, 0, width, inverse, input, 0);
    toColumns(contexts, width, experts, inverse, input, size + COLUMNS);
    head.forward();
    concentration.forwardColumns(counts, input, size + COLUMNS, head.output(), alpha, scratch);
  }

  /**
   * Values {@code [first, first + number)} of every column's array times its factor, to {@code out
   * [number, COLUMNS]} from {@code offset}. Row by row, so that what is written lies together.
   */
  private static void toColumns(
      float[][] columns, int first, int number, float[] factors, float[] out, int offset) {
    for (int i = 0; i < number; i++) {
      for (int column = 0; column < COLUMNS; column++) {
        out[offset + i * COLUMNS + column] = columns[column][first + i] * factors[column];
      }
    }
  }

  /** The concentration {@code [experts]} of a column. */
  void concentration(int column, float[] out) {
    for (int l = 0; l < experts; l++) {
      out[l] = alpha[l * COLUMNS + column];
    }
  }
}
