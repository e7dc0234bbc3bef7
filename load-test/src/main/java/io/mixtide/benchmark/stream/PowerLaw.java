package io.mixtide.benchmark.stream;

import java.util.Arrays;

/** {@code y = c x^k}, fitted by least squares to logarithms. */
final class PowerLaw {
  private PowerLaw() {}

  /**
   * The exponent k: 0 where y does not grow with x, 1 where it grows as x does.
   *
   * @param x positive, at least two different ones
   * @param y positive, as many
   */
  static double exponent(double[] x, double[] y) {
    double[] u = Arrays.stream(x).map(Math::log).toArray();
    double[] v = Arrays.stream(y).map(Math::log).toArray();
    double meanU = Arrays.stream(u).average().orElseThrow();
    double meanV = Arrays.stream(v).average().orElseThrow();
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < u.length; i++) {
      covariance += (u[i] - meanU) * (v[i] - meanV);
      variance += (u[i] - meanU) * (u[i] - meanU);
    }
    return covariance / variance;
  }
}
