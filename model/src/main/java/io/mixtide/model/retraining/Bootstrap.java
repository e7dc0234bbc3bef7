package io.mixtide.model.retraining;

import io.mixtide.model.random.RandomStream;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * How sure a mean over observations is: percentile intervals (Davison and Hinkley, Bootstrap
 * Methods and their Application, 1997, chapter 5). The observations of one task hang together, and
 * tasks that arrived together may, so blocks of consecutive tasks are drawn anew (chapter 8.2).
 */
final class Bootstrap {
  private static final int RESAMPLES = 2000;
  private static final double TAIL = 0.025;
  private static final int BLOCKS = 50;

  private Bootstrap() {}

  /** An interval that covers the true mean in about 95 of 100 cases. */
  record Interval(double low, double high) {}

  /**
   * The interval of the mean per observation, of tasks in the order of their arrival.
   *
   * @param sums what each task's observations add up to, {@code [tasks]}, at least one
   * @param observations how many there are of each, {@code [tasks]}, positive
   * @param seed of the draws
   */
  static Interval interval(double[] sums, int[] observations, long seed) {
    int blocks = Math.min(BLOCKS, sums.length);
    double[] blockSums = new double[blocks];
    int[] blockObservations = new int[blocks];
    for (int k = 0; k < sums.length; k++) {
      int block = (int) ((long) k * blocks / sums.length);
      blockSums[block] += sums[k];
      blockObservations[block] += observations[k];
    }
    double[] means =
        IntStream.range(0, RESAMPLES)
            .parallel()
            .mapToDouble(i -> resampled(blockSums, blockObservations, RandomStream.of(seed, i)))
            .sorted()
            .toArray();
    int tail = (int) (TAIL * RESAMPLES);
    return new Interval(means[tail], means[RESAMPLES - 1 - tail]);
  }

  private static double resampled(double[] sums, int[] observations, UniformRandomProvider random) {
    double sum = 0;
    long count = 0;
    for (int k = 0; k < sums.length; k++) {
      int drawn = random.nextInt(sums.length);
      sum += sums[drawn];
      count += observations[drawn];
    }
    return sum / count;
  }
}
