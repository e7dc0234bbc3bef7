package io.mixtide.model.density;

/**
 * The logarithm of the gamma function and the digamma function at x, and the latter at x + 1, from
 * shared terms: within 1e-13 of what is exact, or of 1 where that is larger, for x above 0.
 *
 * <p>Both have asymptotic series in 1/y (Abramowitz and Stegun, <i>Handbook of Mathematical
 * Functions</i>, 1964, 6.1.41 and 6.3.18), here up to where the next term is below 1e-16 for y of
 * 10 and more. A smaller x is raised to such a y by {@code Γ(y) = Γ(x) x (x+1) … (y−1)}. The
 * derivative of that product's logarithm is one quotient of two products rather than a sum of
 * quotients.
 */
final class GammaFunctions {
  private static final double SERIES_FROM = 10;
  private static final double HALF_LOG_TWO_PI = 0.91893853320467274178;

  private double logGamma;
  private double digamma;
  private double digammaOfNext;

  /**
   * Evaluates all three.
   *
   * @param x above 0
   * @param logX its natural logarithm
   */
  void evaluate(double x, double logX) {
    if (x >= SERIES_FROM) {
      series(x, logX);
      digammaOfNext = digamma + 1 / x;
      return;
    }
    // (x+1) … (y−1), and its derivative.
    double product = 1;
    double derivative = 0;
    double y = x + 1;
    while (y < SERIES_FROM) {
      derivative = derivative * y + product;
      product *= y;
      y += 1;
    }
    series(y, StrictMath.log(y));
    logGamma -= StrictMath.log(product) + logX;
    digammaOfNext = digamma - derivative / product;
    digamma = digammaOfNext - 1 / x;
  }

  private void series(double y, double logY) {
    double r = 1 / y;
    double s = r * r;
    logGamma =
        (y - 0.5) * logY
            - y
            + HALF_LOG_TWO_PI
            + r
                * (1.0 / 12
                    - s
                        * (1.0 / 360
                            - s
                                * (1.0 / 1260
                                    - s
                                        * (1.0 / 1680
                                            - s * (1.0 / 1188 - s * (691.0 / 360360 - s / 156))))));
    digamma =
        logY
            - 0.5 * r
            - s
                * (1.0 / 12
                    - s
                        * (1.0 / 120
                            - s
                                * (1.0 / 252
                                    - s
                                        * (1.0 / 240
                                            - s * (1.0 / 132 - s * (691.0 / 32760 - s / 12))))));
  }

  /** {@code ln Γ(x)}. */
  double logGamma() {
    return logGamma;
  }

  /** {@code ψ(x)}, the derivative of {@link #logGamma}. */
  double digamma() {
    return digamma;
  }

  /** {@code ψ(x + 1)}. */
  double digammaOfNext() {
    return digammaOfNext;
  }
}
