package io.mixtide.benchmark.training;

import io.mixtide.benchmark.measure.Median;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the rounds of a measurement gave.
 *
 * @param median the middle of them
 * @param least the smallest
 * @param most the largest
 */
record Spread(double median, double least, double most) {

  /** Of at least one value. */
  static Spread of(double... values) {
    return new Spread(
        Median.of(values),
        Arrays.stream(values).min().orElseThrow(),
        Arrays.stream(values).max().orElseThrow());
  }

  /** Of {@code over[i] / under[i]}: what a pair shares, such as a busy machine, cancels. */
  static Spread ofRatios(double[] over, double[] under) {
    double[] ratios = new double[over.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = over[i] / under[i];
    }
    return of(ratios);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%8.3f  (%.3f to %.3f)", median, least, most);
  }
}
