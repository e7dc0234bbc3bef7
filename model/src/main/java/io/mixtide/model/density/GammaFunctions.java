package io.mixtide.model.density;

/**
 * The logarithm of the gamma function and the digamma function at x, and the latter at x + 1, from
 * shared terms: within 1e-13 of what is exact, or of 1 where that is larger, for x above 0.
 *
 * <p>Both have asymptotic series in 1/y (Abramowitz and Stegun, <i>Handbook of Mathematical
 * Functions</i>, 1964, 6.1.41 and 6.3.18), here at {@code y = x + 8} up to where the next term is
 * below 2e-15. From there {@code Γ(y) = Γ(x) x (x+1) … (x+7)} leads back to x, the same way for
 * every x: a branch that depends on x would often be mispredicted.
 *
 * <p>The last seven factors are taken over {@code y^7}, so that they neither overflow nor cancel:
 * in pairs, {@code (x+k)(x+8−k) / y² = x/y + k(8−k)/y²}. That is {@link #factor}, in [0.0024, 1].
 */
final class GammaFunctions {
  private static final double HALF_LOG_TWO_PI = 0.91893853320467274178;

  private double logGammaTimesFactor;
  private double factor;
  private double digamma;
  private double digammaOfNext;

  /**
   * Evaluates all of them.
   *
   * @param x above 0
   * @param logX its natural logarithm
   */
  void evaluate(double x, double logX) {
    double y = x + 8;
    double logY = DoubleMath.log(y);
    double r = 1 / y;
    double s = r * r;

    double outer = Math.fma(x, r, 7 * s);
    double between = Math.fma(x, r, 12 * s);
    double inner = Math.fma(x, r, 15 * s);
    double middle = (x + 4) * r;
    double pair = outer * between;
    double pairs = pair * inner;
    factor = pairs * middle;
    // y times the sum of 1/(x+k), for 1/(x+k) + 1/(x+8−k) = 2 (x+4) / ((x+k)(x+8−k)).
    double inverses =
        Math.fma(2 * middle * middle, Math.fma(inner, outer + between, pair), pairs) / factor;

    // ln Γ(y) less the logarithms of x and of y^7.
    logGammaTimesFactor =
        Math.fma(x + 0.5, logY, -x) + (HALF_LOG_TWO_PI - 8) + r * logGammaSeries(s) - logX;
    digammaOfNext = logY - Math.fma(s, digammaSeries(s), r * (0.5 + inverses));
    digamma = digammaOfNext - 1 / x;
  }

  private static double logGammaSeries(double s) {
    double s2 = s * s;
    double low =
        Math.fma(s2, Math.fma(s, -1.0 / 1680, 1.0 / 1260), Math.fma(s, -1.0 / 360, 1.0 / 12));
    double high = Math.fma(s2, 1.0 / 156, Math.fma(s, -691.0 / 360360, 1.0 / 1188));
    return Math.fma(s2 * s2, high, low);
  }

  private static double digammaSeries(double s) {
    double s2 = s * s;
    double low =
        Math.fma(s2, Math.fma(s, -1.0 / 240, 1.0 / 252), Math.fma(s, -1.0 / 120, 1.0 / 12));
    double high = Math.fma(s2, 1.0 / 12, Math.fma(s, -691.0 / 32760, 1.0 / 132));
    return Math.fma(s2 * s2, high, low);
  }

  /** {@code ln Γ(x)}. */
  double logGamma() {
    return logGammaTimesFactor - DoubleMath.log(factor);
  }

  /** {@code ln(Γ(x) factor)}: for a sum over many x, which takes one logarithm of all factors. */
  double logGammaTimesFactor() {
    return logGammaTimesFactor;
  }

  /** {@code (x+1) … (x+7) / (x+8)^7}. */
  double factor() {
    return factor;
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
