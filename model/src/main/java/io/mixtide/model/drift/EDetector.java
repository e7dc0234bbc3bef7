package io.mixtide.model.drift;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Evidence that a stream has changed: the e-process form of Shiryaev and Roberts' detector.
 *
 * <p>Each item brings an e-value per bet, a likelihood ratio whose mean, given the items before, is
 * at most 1 as long as nothing has changed; {@code M <- (1 + M) e} adds up the cases of a change at
 * every item so far. {@code M - n} is a supermartingale, so the mean number of items before {@code
 * M} first reaches {@code c} without a change is at least {@code c}, however the bets depend on one
 * another (Shin, Ramdas and Rinaldo, "E-detectors: a nonparametric framework for sequential change
 * detection", 2023). Several bets are averaged, for nobody knows how large a change will be.
 */
final class EDetector {
  /** {@code ln M} of every bet. */
  private final double[] logValues;

  EDetector(int bets) {
    logValues = new double[bets];
    Arrays.fill(logValues, Double.NEGATIVE_INFINITY);
  }

  /**
   * Takes an item.
   *
   * @param logE logarithm of the e-value of each bet, {@code [bets]}
   */
  void add(double[] logE) {
    for (int i = 0; i < logValues.length; i++) {
      logValues[i] = logOnePlusExp(logValues[i]) + logE[i];
    }
  }

  /** Logarithm of the mean of {@code M} over the bets; negative infinity before the first item. */
  double evidence() {
    double max = Arrays.stream(logValues).max().orElseThrow();
    if (max == Double.NEGATIVE_INFINITY) {
      return max;
    }
    double sum = 0;
    for (double value : logValues) {
      sum += StrictMath.exp(value - max);
    }
    return max + StrictMath.log(sum / logValues.length);
  }

  private static double logOnePlusExp(double x) {
    return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
  }

  int bytes() {
    return Double.BYTES * logValues.length;
  }

  void write(ByteBuffer buffer) {
    for (double value : logValues) {
      buffer.putDouble(value);
    }
  }

  void read(ByteBuffer buffer) {
    for (int i = 0; i < logValues.length; i++) {
      logValues[i] = buffer.getDouble();
    }
  }
}
