package io.mixtide.model.inference;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Matrix;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;
import java.util.Arrays;

/**
 * The networks with input experts on many observations at once, of one task or of many. Every
 * observation is a column of the activations, so that lanes lie across observations, however few
 * the experts. The bits are those of one observation after another, for each value is the same
 * chain of operations. Holds scratch space: one instance serves one thread.
 */
final class InputBatch {
  /** Columns come in such numbers, whole vectors on any processor. */
  private static final int WHOLE = 16;

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
  private final float[] counts;
  private final float[] alpha;
  private final float[] alphaRows;
  private final float[] qRows;
  private final float[] pooledRows;
  private final float[] terms;
  private final float[] totals;
  private final double[] sums;
  private final float[] scores;
  private int columns;

  /** Where the observations' inputs are to be written, standardised, {@code [rows, dx]}. */
  final float[] x;

  /** Where the observations' outputs are to be written, standardised, {@code [rows, dy]}. */
  final float[] y;

  private final float[] yColumns;

  /** Room for {@code rows} observations at once, a multiple of {@value #WHOLE}. */
  InputBatch(InputNetwork network, Kernels kernels, int rows) {
    this.network = network;
    this.kernels = kernels;
    sizes = network.architecture();
    width = sizes.embedding();
    experts = sizes.experts();
    trunk = network.trunk().activations(rows);
    embedding = network.embedding().activations(rows);
    head = network.head().activations(rows);
    densities = new ExpertDensities(sizes, rows);
    concentration = new ConcentrationHead(kernels, sizes);
    counts = new float[rows];
    alpha = new float[experts * rows];
    alphaRows = new float[experts * rows];
    qRows = new float[experts * rows];
    pooledRows = new float[network.head().in() * rows];
    terms = new float[experts * rows];
    totals = new float[rows];
    sums = new double[rows];
    scores = new float[rows];
    x = new float[rows * sizes.dx()];
    y = new float[rows * sizes.dy()];
    yColumns = new float[y.length];
  }

  /** Evaluates the experts and embeds the first rows of {@link #x} and {@link #y}. */
  void embed(int rows) {
    // Columns beyond the rows hold what they held: no column looks at another.
    columns = (rows + WHOLE - 1) / WHOLE * WHOLE;
    int dx = sizes.dx();
    int dy = sizes.dy();
    transpose(x, rows, dx, trunk.input());
    transpose(y, rows, dy, yColumns);
    network.trunk().forwardColumns(kernels, columns, trunk);
    densities.evaluateColumns(kernels, columns, trunk.output(), yColumns);
    float[] input = embedding.input();
    System.arraycopy(trunk.input(), 0, input, 0, dx * columns);
    System.arraycopy(yColumns, 0, input, dx * columns, dy * columns);
    int q = (dx + dy) * columns;
    System.arraycopy(densities.logDensity(), 0, terms, 0, experts * columns);
    kernels.softmaxColumns(experts, columns, terms, 0, totals);
    System.arraycopy(terms, 0, input, q, experts * columns);
    Matrix.transpose(terms, experts, columns, qRows);
    network.embedding().forwardToRows(kernels, columns, embedding);
  }

  private void transpose(float[] values, int rows, int length, float[] out) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < length; i++) {
        out[i * columns + row] = values[row * length + i];
      }
    }
  }

  /** {@code ln p_l(y|x)} of a row, {@code [experts]}. */
  void logDensity(int row, float[] out) {
    for (int l = 0; l < experts; l++) {
      out[l] = densities.logDensity()[l * columns + row];
    }
  }

  /** Has {@link #score} score a row by this concentration {@code [experts]}. */
  void weigh(int row, float[] alpha) {
    System.arraycopy(alpha, 0, alphaRows, row * experts, experts);
  }

  /**
   * {@code ln p(y|x)} of all rows under the mixtures of the concentrations given before, {@code
   * [rows]}, as {@link MixtureScore}.
   */
  float[] score() {
    Matrix.transpose(alphaRows, columns, experts, terms);
    Arrays.fill(sums, 0, columns, 0);
    for (int l = 0; l < experts; l++) {
      addTo(sums, terms, l * columns);
    }
    for (int i = 0; i < columns; i++) {
      totals[i] = (float) sums[i];
    }
    kernels.log(totals, 0, totals, 0, columns);
    int all = experts * columns;
    kernels.log(terms, 0, terms, 0, all);
    kernels.add(densities.logDensity(), 0, terms, all);
    kernels.softmaxColumns(experts, columns, terms, 0, scores);
    for (int i = 0; i < columns; i++) {
      scores[i] -= totals[i];
    }
    return scores;
  }

  private void addTo(double[] sums, float[] values, int at) {
    for (int i = 0; i < columns; i++) {
      sums[i] += values[at + i];
    }
  }

  /** Adds a row to a task's sums. */
  void add(int row, float[] sums) {
    kernels.add(embedding.output(), row * width, sums, width);
    for (int l = 0; l < experts; l++) {
      sums[width + l] += qRows[row * experts + l];
    }
  }

  /** Has {@link #heads} infer in this row from the sums over {@code n} observations, at least 1. */
  void pool(int row, int n, float[] sums) {
    int at = row * network.head().in();
    System.arraycopy(sums, 0, pooledRows, at, width);
    System.arraycopy(sums, width, pooledRows, at + width + 1, experts);
    counts[row] = n;
  }

  /** Evaluates the heads of the rows pooled before. */
  void heads() {
    float[] input = head.input();
    Matrix.transpose(pooledRows, columns, network.head().in(), input);
    kernels.divideColumns(network.head().in(), columns, input, counts);
    int size = width * columns;
    for (int i = 0; i < columns; i++) {
      input[size + i] = 1f + counts[i];
    }
    kernels.log(input, size, input, size, columns);
    for (int i = 0; i < columns; i++) {
      input[size + i] = 0.5f * input[size + i];
    }
    network.head().forwardColumns(kernels, columns, head);
    concentration.forwardColumns(
        columns, counts, input, size + columns, head.output(), alpha, totals);
    Matrix.transpose(alpha, experts, columns, alphaRows);
  }

  /** The concentration {@code [experts]} of a row. */
  void concentration(int row, float[] out) {
    System.arraycopy(alphaRows, row * experts, out, 0, experts);
  }
}
