package io.mixtide.model.inference;

import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model at work on one task after another, on the processor.
 *
 * <p>With input experts, an observation costs one evaluation of the experts, one embedding and one
 * head, whatever the size of the context; a query costs one evaluation of the experts. With context
 * experts, an evaluation attends to the context's tokens, at most as many as the release's window.
 * Nothing is allocated but what is returned. The same observations in the same order give the same
 * bits. Holds scratch space: one instance serves one thread.
 */
public final class Inference implements TaskInference {
  /** How many x's are evaluated ahead at most. */
  static final int AHEAD = 8;

  private final Architecture sizes;
  private final Standardisation standardisation;
  private final Kernels kernels;
  private final int experts;
  private final Adaptation adaptation;
  private final ExpertDensities densities;
  private final float[] logDensity;
  private final float[] ahead;
  private final float[] x;
  private final float[] y;
  private final MixtureScore score;
  private final float[] emptyAlpha;
  private final Network network;
  private @Nullable InputReplay replay;

  /** Inference with the given model on the given kernels. */
  public Inference(Network network, Standardisation standardisation, Kernels kernels) {
    this.network = network;
    this.standardisation = standardisation;
    this.kernels = kernels;
    sizes = network.architecture();
    experts = sizes.experts();
    adaptation = Adaptation.of(network, kernels);
    densities = new ExpertDensities(sizes, 1);
    ahead = new float[AHEAD * sizes.dx()];
    x = new float[sizes.dx()];
    y = new float[sizes.dy()];
    logDensity = new float[experts];
    score = new MixtureScore(kernels, experts);
    TaskState empty = new TaskState(sizes);
    adaptation.concentrate(empty);
    emptyAlpha = empty.alpha;
  }

  @Override
  public String engine() {
    return kernels.name();
  }

  @Override
  public TaskState newState() {
    TaskState state = new TaskState(sizes);
    reset(state);
    return state;
  }

  @Override
  public void reset(TaskState state) {
    state.reset(emptyAlpha);
  }

  /** Queries beyond a few are not prepared. */
  @Override
  public void expect(double[] x, double[][] queries) {
    int rows = Math.min(1 + queries.length, AHEAD);
    for (int row = 0; row < rows; row++) {
      double[] next = row == 0 ? x : queries[row - 1];
      requireLength("x", next, sizes.dx());
      standardisation.x(next, 0, ahead, row * sizes.dx());
    }
    adaptation.expect(rows, ahead);
  }

  @Override
  public double observe(TaskState state, double[] x, double[] y) {
    double score = score(state, x, y);
    // From here on nothing can fail.
    adaptation.add(state, this.x, this.y, densities.logDensity());
    state.count++;
    state.logScoreSum += score;
    adaptation.concentrate(state);
    return score;
  }

  /** With input experts this takes a fraction of the time that one after another takes. */
  @Override
  public int observeAll(
      TaskState state, List<double[]> x, List<double[]> y, Consumer<TaskState> taken) {
    if (!(network instanceof InputNetwork input) || x.size() < InputReplay.WORTHWHILE) {
      return oneByOne(state, x, y, taken);
    }
    if (replay == null) {
      // Few ever replay: its scratch space is made when it is needed.
      replay = new InputReplay(input, kernels);
    }
    int done = 0;
    while (done < x.size()) {
      int end = Math.min(done + InputReplay.ROWS, x.size());
      int now = replay(replay, state, x.subList(done, end), y.subList(done, end), taken);
      done += now;
      if (now == 0) {
        // One of the batch cannot be taken: those before it can.
        now = oneByOne(state, x.subList(done, end), y.subList(done, end), taken);
        done += now;
        if (done < end) {
          return done;
        }
      }
    }
    return done;
  }

  /** Takes a batch as far as its scores are finite; nothing of it if a value is out of range. */
  private int replay(
      InputReplay batch,
      TaskState state,
      List<double[]> x,
      List<double[]> y,
      Consumer<TaskState> taken) {
    int done = 0;
    try {
      for (int row = 0; row < x.size(); row++) {
        requireLength("x", x.get(row), sizes.dx());
        requireLength("y", y.get(row), sizes.dy());
        standardisation.x(x.get(row), 0, this.x, 0);
        standardisation.y(y.get(row), 0, this.y, 0);
        batch.set(row, this.x, this.y);
      }
      batch.evaluate(state, x.size());
      while (done < x.size()) {
        batch.logDensity(done, logDensity);
        double score = finite(this.score.of(state.alpha, logDensity));
        batch.take(state, done);
        state.logScoreSum += score;
        done++;
        taken.accept(state);
      }
    } catch (IllegalArgumentException e) {
      return done;
    }
    return done;
  }

  private int oneByOne(
      TaskState state, List<double[]> x, List<double[]> y, Consumer<TaskState> taken) {
    for (int i = 0; i < x.size(); i++) {
      try {
        observe(state, x.get(i), y.get(i));
      } catch (IllegalArgumentException e) {
        return i;
      }
      taken.accept(state);
    }
    return x.size();
  }

  /**
   * {@code ln p(y | x, context)} in nats of the standardised units; the state stays as it is.
   *
   * @throws IllegalArgumentException as {@link #observe}
   */
  public double score(TaskState state, double[] x, double[] y) {
    requireLength("x", x, sizes.dx());
    requireLength("y", y, sizes.dy());
    evaluateExperts(state, x, 0, y, 0);
    return finite(score.of(state.alpha, densities.logDensity()));
  }

  /**
   * A log score that is a finite number.
   *
   * @throws IllegalArgumentException if it is none, for the observation is to be refused
   */
  public static double finite(double score) {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("this release gives the observation no finite density");
    }
    return score;
  }

  /**
   * {@code ln p_l(y | x, context)} of every expert, in nats of the standardised units.
   *
   * @param row which row of the flat x {@code [rows, dx]} and y {@code [rows, dy]} is meant
   * @param out receives {@code [experts]} from {@code outOffset}
   * @throws IllegalArgumentException if a value is not finite or out of the model's range
   */
  public void expertLogDensities(
      TaskState state, double[] x, double[] y, int row, float[] out, int outOffset) {
    evaluateExperts(state, x, row * sizes.dx(), y, row * sizes.dy());
    System.arraycopy(densities.logDensity(), 0, out, outOffset, experts);
  }

  private void evaluateExperts(TaskState state, double[] x, int xOffset, double[] y, int yOffset) {
    standardisation.x(x, xOffset, this.x, 0);
    standardisation.y(y, yOffset, this.y, 0);
    densities.evaluate(kernels, 1, adaptation.experts(state, this.x), this.y);
  }

  @Override
  public Mixture newMixture() {
    int parameters = experts * sizes.dy();
    return new Mixture(
        new float[experts],
        new double[parameters],
        new double[parameters],
        standardisation.transform());
  }

  @Override
  public void predict(TaskState state, double[] x, Mixture mixture) {
    requireLength("x", x, sizes.dx());
    standardisation.x(x, 0, this.x, 0);
    float[] parameters = adaptation.experts(state, this.x);
    densities.scales(kernels, 1, parameters);
    weights(state, mixture.weights());
    standardisation.fill(mixture, parameters, densities.sigma());
  }

  /** The mean of the task's Dirichlet, {@code [experts]}. */
  public static float[] weights(TaskState state) {
    float[] weights = new float[state.alpha.length];
    weights(state, weights);
    return weights;
  }

  /** As {@link #weights(TaskState)}, into an array {@code [experts]}. */
  public static void weights(TaskState state, float[] weights) {
    float total = (float) Dirichlet.total(state.alpha);
    for (int l = 0; l < weights.length; l++) {
      weights[l] = state.alpha[l] / total;
    }
  }

  private static void requireLength(String name, double[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          "%s has %d values where this release takes %d".formatted(name, values.length, length));
    }
  }
}
