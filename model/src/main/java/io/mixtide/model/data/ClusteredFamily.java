package io.mixtide.model.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.DirichletSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Synthetic tasks with several modes and known groups. Six functions {@code f_k(x) = offset + slope
 * x + amplitude sin(frequency x + phase)} on [-2, 2] are shared; a task draws one of four groups,
 * weights {@code pi ~ Dir(10 M_group + 0.05)}, and for each point a component of {@code pi}, so
 * that {@code y = f_k(x) + N(0, 0.1²)}. The Bayes-optimal scores on this family are known, which
 * says how near a model comes.
 */
public final class ClusteredFamily {
  /** Standard deviation of the noise on y. */
  public static final double NOISE = 0.1;

  /** x is uniform on [-X_LIMIT, X_LIMIT]. */
  public static final double X_LIMIT = 2;

  /** Number of functions. */
  public static final int FUNCTIONS = 6;

  /** Number of groups; {@link Task#group()} is {@code 0} to {@code 3}. */
  public static final int GROUPS = 4;

  private static final double[] AMPLITUDE = {
    0.645785, 1.067951, 0.863046, 1.034079, 1.186794, 0.923098
  };
  private static final double[] FREQUENCY = {
    1.601793, 0.915282, 1.229502, 1.599812, 1.886768, 2.085982
  };
  private static final double[] PHASE = {2.39231, 0.41408, 1.809554, 5.712247, 1.34006, 2.839338};
  private static final double[] OFFSET = {-0.24, 0.72, -0.72, 0.24, 1.2, -1.2};
  private static final double[] SLOPE = {
    0.281036, -0.260758, 0.232611, 0.350103, -0.040939, -0.09228
  };
  private static final double[][] GROUP_MEANS = {
    {.7, .3, 0, 0, 0, 0}, {.3, 0, .7, 0, 0, 0}, {0, 0, .5, .5, 0, 0}, {0, .1, 0, 0, .5, .4}
  };
  private static final double CONCENTRATION = 10;
  private static final double FLOOR = 0.05;

  private ClusteredFamily() {}

  /** The shared function {@code k}, in [0, {@link #FUNCTIONS}), without noise. */
  public static double function(int k, double x) {
    return OFFSET[k] + SLOPE[k] * x + AMPLITUDE[k] * StrictMath.sin(FREQUENCY[k] * x + PHASE[k]);
  }

  /**
   * Draws tasks named {@code c0}, {@code c1}, … one after the other, each with its true group. The
   * first tasks of a larger set from the same seed are the same.
   *
   * @param tasks how many
   * @param points observations of each, at least 1
   * @param seed equal seeds give equal sets
   */
  public static TaskSet generate(int tasks, int points, long seed) {
    UniformRandomProvider random = RandomSource.L64_X128_MIX.create(seed);
    DirichletSampler[] weights = samplers(random);
    SharedStateContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
    List<Task> drawn = new ArrayList<>(tasks);
    for (int task = 0; task < tasks; task++) {
      int group = random.nextInt(GROUPS);
      double[] pi = weights[group].sample();
      double[] x = new double[points];
      double[] y = new double[points];
      for (int i = 0; i < points; i++) {
        x[i] = random.nextDouble(-X_LIMIT, X_LIMIT);
        y[i] = function(categorical(pi, random), x[i]) + NOISE * normal.sample();
      }
      drawn.add(
          new Task(
              "c" + task,
              Integer.toString(group),
              1,
              1,
              x,
              y,
              Task.NO_CONTEXT_SIZE,
              (long) task * points));
    }
    return new TaskSet(1, 1, drawn);
  }

  /**
   * Weights of tasks that nobody has seen yet, group and all.
   *
   * @return {@code [tasks][FUNCTIONS]}
   */
  public static double[][] weights(int tasks, UniformRandomProvider random) {
    DirichletSampler[] samplers = samplers(random);
    double[][] drawn = new double[tasks][];
    for (int task = 0; task < tasks; task++) {
      drawn[task] = samplers[random.nextInt(GROUPS)].sample();
    }
    return drawn;
  }

  private static DirichletSampler[] samplers(UniformRandomProvider random) {
    DirichletSampler[] weights = new DirichletSampler[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      weights[group] = DirichletSampler.of(random, concentration(group));
    }
    return weights;
  }

  private static double[] concentration(int group) {
    double[] alpha = new double[FUNCTIONS];
    for (int k = 0; k < FUNCTIONS; k++) {
      alpha[k] = CONCENTRATION * GROUP_MEANS[group][k] + FLOOR;
    }
    return alpha;
  }

  private static int categorical(double[] pi, UniformRandomProvider random) {
    double left = random.nextDouble();
    int k = 0;
    while (k < FUNCTIONS - 1 && left >= pi[k]) {
      left -= pi[k];
      k++;
    }
    return k;
  }
}
