package io.mixtide.model.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Whether predictions are as sure as they ought to be, after contexts of one size; every output of
 * every target counts alike. A calibrated model's intervals cover what they say, and its
 * probability integral transforms F(y) are uniform.
 *
 * @param contextSize number of observations in the context
 * @param values number of outputs scored, over all targets of all tasks
 * @param coverage50 share within the central interval of probability 50%
 * @param coverage80 likewise 80%
 * @param coverage95 likewise 95%
 * @param pit shares of F(y) in [0, 0.1), …, [0.9, 1], {@code [10]}
 * @param crps mean continuous ranked probability score of the transformed y, standardised units;
 *     low is good
 * @param squaredError mean squared error of the mean of the transformed y, standardised units
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read by index
public record Calibration(
    int contextSize,
    long values,
    double coverage50,
    double coverage80,
    double coverage95,
    double[] pit,
    double crps,
    double squaredError) {
  /** Number of bins of {@link #pit}. */
  public static final int BINS = 10;

  /** Sums from which a calibration is made. */
  static final class Sums {
    private Coverage coverage = Coverage.NONE;
    private final long[] bins = new long[BINS];
    private double crps;
    private double squaredError;

    /**
     * Takes one output of one target.
     *
     * @param pit F(y), in [0, 1]
     */
    void add(double pit, double crpsOfOne, double squaredErrorOfOne) {
      coverage = coverage.with(pit);
      bins[Math.min(BINS - 1, (int) (BINS * pit))]++;
      crps += crpsOfOne;
      squaredError += squaredErrorOfOne;
    }

    Sums plus(Sums other) {
      coverage = coverage.plus(other.coverage);
      for (int i = 0; i < BINS; i++) {
        bins[i] += other.bins[i];
      }
      crps += other.crps;
      squaredError += other.squaredError;
      return this;
    }

    Calibration of(int contextSize) {
      double n = coverage.values();
      return new Calibration(
          contextSize,
          coverage.values(),
          coverage.share50(),
          coverage.share80(),
          coverage.share95(),
          Arrays.stream(bins).mapToDouble(bin -> bin / n).toArray(),
          crps / n,
          squaredError / n);
    }
  }

  /**
   * Plain means over context sizes.
   *
   * @param of at least one; the result's context size is −1
   */
  public static Calibration mean(List<Calibration> of) {
    double[] pit = new double[BINS];
    for (Calibration one : of) {
      for (int i = 0; i < BINS; i++) {
        pit[i] += one.pit[i] / of.size();
      }
    }
    return new Calibration(
        -1,
        of.stream().mapToLong(Calibration::values).sum(),
        mean(of, Calibration::coverage50),
        mean(of, Calibration::coverage80),
        mean(of, Calibration::coverage95),
        pit,
        mean(of, Calibration::crps),
        mean(of, Calibration::squaredError));
  }

  private static double mean(List<Calibration> of, ToDoubleFunction<Calibration> figure) {
    return of.stream().mapToDouble(figure).average().orElseThrow();
  }
}
