package io.mixtide.benchmark.startup;

import java.util.Arrays;

/**
 * What starts cost: medians over the rounds, and sizes.
 *
 * @param withCache the classes and profiles of a former run cached, as the launcher starts it
 * @param withoutCache the same without
 * @param readyRatio time to ready with the cache over that without
 * @param rounds how many starts of each
 * @param libraryMegabytes what is shipped, in 10^6 bytes
 * @param cacheMegabytes the cache, which is made where it runs; 0 if there is none
 * @param javaMegabytes the Java that runs it
 */
record StartResult(
    Start withCache,
    Start withoutCache,
    double readyRatio,
    int rounds,
    double libraryMegabytes,
    double cacheMegabytes,
    double javaMegabytes) {

  /**
   * One start, or the medians of several.
   *
   * @param readySeconds from the start of the process until {@code /health/ready} answers 200
   * @param answerSeconds from there until the posterior of the first observation is committed
   */
  record Start(double readySeconds, double answerSeconds) {
    static Start median(Start[] starts) {
      return new Start(
          median(Arrays.stream(starts).mapToDouble(Start::readySeconds).toArray()),
          median(Arrays.stream(starts).mapToDouble(Start::answerSeconds).toArray()));
    }

    private static double median(double[] values) {
      Arrays.sort(values);
      int n = values.length;
      return (values[(n - 1) / 2] + values[n / 2]) / 2;
    }
  }
}
