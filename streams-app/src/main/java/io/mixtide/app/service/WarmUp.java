package io.mixtide.app.service;

import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.evaluation.Percentiles;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.LabelAdvice;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import io.mixtide.model.release.Release;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Runs a release often enough for the JIT to compile its kernels. The Vector API is slow until
 * then: each of its operations is a call that allocates. What it gives must be finite all the
 * while, and at the corners of what it accepts.
 *
 * <p>The observations are scattered over what the release was trained on and the tasks are of many
 * sizes, for code that has only seen one kind of value is compiled for that kind, and compiled
 * again at the first other one.
 */
final class WarmUp {
  private static final int OBSERVATIONS = 20_000;
  private static final int LONGEST_TASK = 60;
  private static final double SPREAD = 2.5;
  private static final int ADVISED = 200;

  /** A little within the limit, for rounding. */
  private static final double CORNER = 0.99 * Standardisation.LIMIT;

  private WarmUp() {}

  /**
   * Warms up.
   *
   * @throws IllegalArgumentException if the release gives a density that is not finite
   */
  static void run(Release release, Kernels kernels) {
    Standardisation scale = release.standardisation();
    Percentiles percentiles = release.heldOut().percentiles();
    UniformRandomProvider random = RandomStream.of(OBSERVATIONS);
    Inference inference = new Inference(release.network(), scale, kernels);
    TaskState state = inference.newState();
    double[] x = new double[scale.xMean().length];
    double[] y = new double[scale.yMean().length];
    List<double[]> xs = new ArrayList<>();
    List<double[]> ys = new ArrayList<>();
    int end = 0;
    for (int i = 0; i < OBSERVATIONS; i++) {
      if (i == end) {
        replay(inference, xs, ys);
        xs.clear();
        ys.clear();
        inference.reset(state);
        end += 1 + random.nextInt(LONGEST_TASK);
      }
      scatter(random, scale.xMean(), scale.xScale(), x);
      scatter(random, scale.yMean(), scale.yScale(), y);
      for (int j = 0; j < y.length; j++) {
        y[j] = scale.transform().inverse(y[j]);
      }
      inference.expect(x, i % 2 == 0 ? new double[][] {} : new double[][] {x});
      inference.observe(state, x, y);
      xs.add(x.clone());
      ys.add(y.clone());
      AmbiguityScores scores = AmbiguityScores.of(state.alpha());
      for (Score score : Score.values()) {
        percentiles.at(score, state.count(), random.nextDouble(100));
        score.of(scores, state.novelty());
      }
      Mixture mixture = inference.predict(state, x);
      requireFinite(state, mixture, x);
      mixture.moments();
      ByteBuffer bytes = ByteBuffer.allocate(state.bytes());
      state.write(bytes);
      state.read(bytes.flip());
      if (i % (OBSERVATIONS / ADVISED) == 0) {
        LabelAdvice.best(inference, state, release.candidates(), 1, i);
      }
    }
    tryCorners(inference, scale);
  }

  /** As a task is carried over to the release: observations are taken many at once. */
  private static void replay(Inference inference, List<double[]> xs, List<double[]> ys) {
    TaskState state = inference.newState();
    inference.observeAll(state, xs, ys, taken -> AmbiguityScores.of(taken.alpha()));
  }

  /** One observation and its prediction at the ends of the range that the release accepts. */
  private static void tryCorners(Inference inference, Standardisation scale) {
    double[] x = new double[scale.xMean().length];
    double[] y = new double[scale.yMean().length];
    for (double ofX : new double[] {-CORNER, CORNER}) {
      for (double ofY : new double[] {-CORNER, CORNER}) {
        for (int i = 0; i < x.length; i++) {
          x[i] = scale.xMean()[i] + ofX * scale.xScale()[i];
        }
        for (int j = 0; j < y.length; j++) {
          y[j] = scale.transform().inverse(scale.yMean()[j] + ofY * scale.yScale()[j]);
        }
        TaskState state = inference.newState();
        if (scale.acceptsX(x) && scale.acceptsY(y)) {
          inference.observe(state, x, y);
          requireFinite(state, inference.predict(state, x), x);
        }
      }
    }
  }

  /** Observing has checked the score. */
  private static void requireFinite(TaskState state, Mixture mixture, double[] x) {
    boolean finite = Double.isFinite(state.novelty());
    for (float[] values : new float[][] {state.alpha(), mixture.weights()}) {
      for (float value : values) {
        finite &= Float.isFinite(value);
      }
    }
    for (double[] values : new double[][] {mixture.means(), mixture.sigmas()}) {
      for (double value : values) {
        finite &= Double.isFinite(value);
      }
    }
    if (!finite) {
      throw new IllegalArgumentException(
          "it gives no finite density at x = %s after %d observations"
              .formatted(Arrays.toString(x), state.count()));
    }
  }

  private static void scatter(
      UniformRandomProvider random, double[] mean, double[] scale, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = mean[i] + random.nextDouble(-SPREAD, SPREAD) * scale[i];
    }
  }
}
