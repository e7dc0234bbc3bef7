package io.mixtide.model.density;

import org.apache.commons.numbers.gamma.Digamma;

/**
 * The digamma function at x and at x + 1 for one division a step instead of two, to the bits that
 * Commons Numbers gives for each: it sums {@code -1/x - 1/(x+1) - …} up to where its asymptotic
 * series holds, and but for their first terms the two sums are of the same numbers.
 */
final class DigammaPair {
  /** From here on Commons Numbers sums nothing; up to the other it has another formula. */
  private static final double SERIES_FROM = 49;

  private static final double SMALL = 1e-5;

  private double atX;
  private double atNext;

  /** Evaluates at any x above 0. */
  void evaluate(double x) {
    if (x <= SMALL || x >= SERIES_FROM) {
      atX = Digamma.value(x);
      atNext = Digamma.value(x + 1);
      return;
    }
    double own = -(1 / x);
    double next = 0;
    double shifted = x + 1;
    while (shifted < SERIES_FROM) {
      double term = 1 / shifted;
      own -= term;
      next -= term;
      shifted += 1;
    }
    double series = Digamma.value(shifted);
    atX = own + series;
    atNext = next + series;
  }

  /** At x. */
  double atX() {
    return atX;
  }

  /** At x + 1. */
  double atNext() {
    return atNext;
  }
}
