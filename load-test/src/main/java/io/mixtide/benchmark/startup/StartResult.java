package io.mixtide.benchmark.startup;

import io.mixtide.benchmark.measure.Machine;
import io.mixtide.benchmark.measure.Median;
import java.util.List;

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
 * @param machine that it was measured on
 */
record StartResult(
    Start withCache,
    Start withoutCache,
    double readyRatio,
    int rounds,
    double libraryMegabytes,
    double cacheMegabytes,
    double javaMegabytes,
    Machine machine) {

  /**
   * One start, or the medians of several.
   *
   * @param readySeconds from the start of the process until {@code /health/ready} answers 200
   * @param answerSeconds from there until the posterior of the first observation is committed
   */
  record Start(double readySeconds, double answerSeconds) {
    static Start median(List<Start> starts) {
      return new Start(
          Median.of(starts, Start::readySeconds), Median.of(starts, Start::answerSeconds));
    }
  }
}
