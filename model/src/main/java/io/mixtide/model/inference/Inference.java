package io.mixtide.model.inference;

import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.kernel.FloatMath;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.Mlp;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.Arrays;

/**
 * A model at work on one task after another.
 *
 * <p>An observation costs one evaluation of the experts, one embedding and one head, whatever the
 * size of the context; a query costs one evaluation of the experts. Nothing is allocated but what
 * is returned. The same observations in the same order give the same bits. Holds scratch space: one
 * instance serves one thread.
 */
public final class Inference {
  private final Network network;
  private final Standardisation standardisation;
  private final Kernels kernels;
  private final int experts;
  private final Mlp.Activations trunk;
  private final Mlp.Activations embedding;
  private final Mlp.Activations head;
  private final ExpertDensities densities;
  private final ConcentrationHead concentration;
  private final float[] y;
  private final float[] terms;
  private final float[] emptyAlpha;

  /** Inference with the given model on the given kernels. */
  public Inference(Network network, Standardisation standardisation, Kernels kernels) {
    this.network = network;
    this.standardisation = standardisation;
    this.kernels = kernels;
    Architecture a = network.architecture();
    experts = a.experts();
    trunk = network.trunk().activations(1);
    embedding = network.embedding().activations(1);
    head = network.head().activations(1);
    densities = new ExpertDensities(a, 1);
    concentration = new ConcentrationHead(kernels, experts);
    y = new float[a.dy()];
    terms = new float[experts];
    emptyAlpha = new float[experts];
    TaskState empty = newState();
    updateAlpha(empty);
    System.arraycopy(empty.alpha, 0, emptyAlpha, 0, experts);
  }

  /** A state of this model's sizes, that of a task without observations. */
  public TaskState newState() {
    TaskState state = new TaskState(network.architecture());
    reset(state);
    return state;
  }

  /** Makes the state that of a task without observations. */
  public void reset(TaskState state) {
    state.count = 0;
    state.logScoreSum = 0;
    Arrays.fill(state.embeddingSum, 0f);
    Arrays.fill(state.responsibilitySum, 0f);
    System.arraycopy(emptyAlpha, 0, state.alpha, 0, experts);
  }

  /**
   * Takes one observation into the task's context.
   *
   * @param state changed only if the observation is accepted
   * @param x {@code [dx]}, in the user's units
   * @param y {@code [dy]}, in the user's units
   * @return {@code ln p(y | x, context before)}, in nats of the standardised units
   * @throws IllegalArgumentException if x or y has another length, or a value is not finite or out
   *     of the model's range
   */
  public double observe(TaskState state, double[] x, double[] y) {
    double score = score(state, x, y);
    Architecture a = network.architecture();
    float[] input = embedding.input();
    System.arraycopy(trunk.input(), 0, input, 0, a.dx());
    System.arraycopy(this.y, 0, input, a.dx(), a.dy());
    int q = a.dx() + a.dy();
    Softmax.apply(kernels, densities.logDensity(), 0, input, q, experts);
    network.embedding().forward(kernels, 1, embedding);
    // From here on nothing can fail.
    add(embedding.output(), 0, state.embeddingSum);
    add(input, q, state.responsibilitySum);
    state.count++;
    state.logScoreSum += score;
    updateAlpha(state);
    return score;
  }

  /**
   * {@code ln p(y | x, context)} in nats of the standardised units; the state stays as it is.
   *
   * @throws IllegalArgumentException as {@link #observe}
   */
  public double score(TaskState state, double[] x, double[] y) {
    requireLength("x", x, network.architecture().dx());
    requireLength("y", y, network.architecture().dy());
    evaluateExperts(x, 0, y, 0);
    kernels.log(state.alpha, 0, terms, 0, experts);
    float[] logDensity = densities.logDensity();
    for (int l = 0; l < experts; l++) {
      terms[l] += logDensity[l];
    }
    float joint = Softmax.apply(kernels, terms, 0, terms, 0, experts);
    float score = joint - FloatMath.log((float) Dirichlet.total(state.alpha));
    if (!Float.isFinite(score)) {
      throw new IllegalArgumentException("this release gives the observation no finite density");
    }
    return score;
  }

  /**
   * {@code ln p_l(y | x)} of every expert, in nats of the standardised units.
   *
   * @param row which row of the flat x {@code [rows, dx]} and y {@code [rows, dy]} is meant
   * @param out receives {@code [experts]} from {@code outOffset}
   * @throws IllegalArgumentException if a value is not finite or out of the model's range
   */
  public void expertLogDensities(double[] x, double[] y, int row, float[] out, int outOffset) {
    Architecture a = network.architecture();
    evaluateExperts(x, row * a.dx(), y, row * a.dy());
    System.arraycopy(densities.logDensity(), 0, out, outOffset, experts);
  }

  private void evaluateExperts(double[] x, int xOffset, double[] y, int yOffset) {
    standardisation.x(x, xOffset, trunk.input(), 0);
    standardisation.y(y, yOffset, this.y, 0);
    network.trunk().forward(kernels, 1, trunk);
    densities.evaluate(kernels, 1, trunk.output(), this.y);
  }

  /**
   * The prediction at one x.
   *
   * @param x {@code [dx]}, in the user's units
   * @throws IllegalArgumentException as {@link #observe}
   */
  public Mixture predict(TaskState state, double[] x) {
    requireLength("x", x, network.architecture().dx());
    standardisation.x(x, 0, trunk.input(), 0);
    network.trunk().forward(kernels, 1, trunk);
    densities.scales(kernels, 1, trunk.output());
    return standardisation.mixture(weights(state), trunk.output(), densities.sigma());
  }

  /** The mean of the task's Dirichlet, {@code [experts]}. */
  public static float[] weights(TaskState state) {
    float total = (float) Dirichlet.total(state.alpha);
    float[] weights = new float[state.alpha.length];
    for (int l = 0; l < weights.length; l++) {
      weights[l] = state.alpha[l] / total;
    }
    return weights;
  }

  private static void requireLength(String name, double[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          "%s has %d values where this release takes %d".formatted(name, values.length, length));
    }
  }

  private void updateAlpha(TaskState state) {
    int n = state.count;
    float[] input = head.input();
    int size = state.embeddingSum.length;
    for (int i = 0; i < size; i++) {
      input[i] = n == 0 ? 0f : state.embeddingSum[i] / n;
    }
    input[size] = ConcentrationHead.sizeFeature(n);
    for (int l = 0; l < experts; l++) {
      input[size + 1 + l] = n == 0 ? 1f / experts : state.responsibilitySum[l] / n;
    }
    network.head().forward(kernels, 1, head);
    concentration.forward(n, input, size + 1, head.output(), 0, state.alpha);
  }

  private static void add(float[] values, int offset, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[offset + i];
    }
  }
}
