package io.mixtide.model.data;

import io.mixtide.model.random.RandomStream;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Synthetic smooth tasks: functions drawn from Gaussian processes of three covariances, each task
 * with hyperparameters of its own. {@code x ~ U[-2, 2]}, lengthscale {@code l ~ U[0.6, 1)}, scale
 * {@code s ~ U[0.1, 1)}, period {@code p ~ U[0.5, 1.5)}, and {@code y = f(x) + N(0, 0.02²)}. The
 * families take turns, so that any three tasks in a row have one of each.
 */
public final class GpMix {
  /** Standard deviation of the noise on y. */
  public static final double NOISE = 0.02;

  /** x is uniform on [-X_LIMIT, X_LIMIT]. */
  public static final double X_LIMIT = 2;

  /** Most observations of one task: its covariance has their square. */
  public static final int MOST_POINTS = 1000;

  /** "gpmix": sets the draws apart from those of a training or an evaluation of equal seed. */
  private static final long PLACE = 0x67706D6978L;

  private static final KernelFamily[] FAMILIES = KernelFamily.values();

  private GpMix() {}

  /**
   * Draws tasks named {@code g0}, {@code g1}, … with {@link KernelFamily#group()} as their group.
   * The first tasks of a larger set from the same seed are the same. Works on all cores; the draw
   * does not depend on how many there are.
   *
   * @param tasks how many
   * @param points observations of each, from 1 to {@link #MOST_POINTS}
   * @param seed equal seeds give equal sets
   * @throws IllegalArgumentException if {@code points} is out of range
   */
  public static TaskSet generate(int tasks, int points, long seed) {
    return generate(tasks, points, seed, () -> {});
  }

  /**
   * The same.
   *
   * @param drawn run after each task, by any thread
   */
  public static TaskSet generate(int tasks, int points, long seed, Runnable drawn) {
    if (points < 1 || points > MOST_POINTS) {
      throw new IllegalArgumentException(
          "points must be from 1 to %d, not %d".formatted(MOST_POINTS, points));
    }
    List<Task> all =
        IntStream.range(0, tasks)
            .parallel()
            .mapToObj(index -> {
              Task task = draw(index, points, seed);
              drawn.run();
              return task;
            })
            .toList();
    return new TaskSet(1, 1, all);
  }

  /** Where all draws of a task come from. */
  static UniformRandomProvider stream(long seed, int task) {
    return RandomStream.of(seed, PLACE, task);
  }

  /** The covariance function of a task of a set; the first draws from the task's stream. */
  static GpKernel kernel(int task, UniformRandomProvider random) {
    return GpKernel.draw(FAMILIES[task % FAMILIES.length], random);
  }

  /** Covariance of noisy observations at the inputs {@code x}, {@code [n, n]}, upper triangle. */
  static double[][] covariance(GpKernel kernel, double[] x) {
    int n = x.length;
    double[][] covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        covariance[i][j] = kernel.covariance(x[i] - x[j]);
      }
      // The noise keeps the smallest eigenvalue at 4e-4, so that no jitter is needed.
      covariance[i][i] += NOISE * NOISE;
    }
    return covariance;
  }

  private static Task draw(int task, int points, long seed) {
    UniformRandomProvider random = stream(seed, task);
    GpKernel kernel = kernel(task, random);
    SharedStateContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
    double[] x = new double[points];
    double[] z = new double[points];
    for (int i = 0; i < points; i++) {
      x[i] = random.nextDouble(-X_LIMIT, X_LIMIT);
      z[i] = normal.sample();
    }
    double[] y = CholeskyFactor.inPlace(covariance(kernel, x)).correlate(z);
    return new Task(
        "g" + task,
        kernel.family().group(),
        1,
        1,
        x,
        y,
        Task.NO_CONTEXT_SIZE,
        (long) task * points);
  }
}
