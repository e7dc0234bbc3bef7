package io.mixtide.model.density;

import java.util.Arrays;

/**
 * Mean and variance of every dimension of a mixture, in the user's units. Far from all training
 * data the moments of a log-normal may exceed every double; then the largest double stands for
 * them. Holds its results: one instance serves one thread, for mixture after mixture of one shape.
 */
public final class MixtureMoments {
  private static final double WIDE = 50;

  private final double[] first;
  private final double[] mean;
  private final double[] variance;
  private final double[] standardDeviation;

  /** For mixtures of this one's shape. */
  public MixtureMoments(Mixture mixture) {
    int dy = mixture.dy();
    first = new double[mixture.means().length];
    mean = new double[dy];
    variance = new double[dy];
    standardDeviation = new double[dy];
  }

  /** Takes the moments of a mixture. */
  public MixtureMoments of(Mixture mixture) {
    int dy = mean.length;
    Arrays.fill(mean, 0);
    for (int i = 0; i < first.length; i++) {
      first[i] = firstMoment(mixture, i);
      mean[i % dy] += mixture.weights()[i / dy] * first[i];
    }
    // The weights sum to one only within single precision.
    bound(mean);
    Arrays.fill(variance, 0);
    for (int i = 0; i < first.length; i++) {
      double offset = first[i] - mean[i % dy];
      double square = bounded(spread(mixture, i) + offset * offset);
      variance[i % dy] += mixture.weights()[i / dy] * square;
    }
    bound(variance);
    for (int j = 0; j < dy; j++) {
      standardDeviation[j] = Math.sqrt(variance[j]);
    }
    return this;
  }

  private static double firstMoment(Mixture mixture, int i) {
    double mean = mixture.means()[i];
    double sigma = mixture.sigmas()[i];
    return switch (mixture.transform()) {
      case IDENTITY -> mean;
      // The mean of a log-normal, less the one that ln(1 + y) added.
      case LOG1P -> bounded(StrictMath.expm1(mean + 0.5 * sigma * sigma));
    };
  }

  private double spread(Mixture mixture, int i) {
    double squared = mixture.sigmas()[i] * mixture.sigmas()[i];
    return switch (mixture.transform()) {
      case IDENTITY -> squared;
      case LOG1P -> {
        if (squared > WIDE) {
          // Then e^squared − 1 is e^squared, which alone may overflow where the product does not.
          yield StrictMath.exp(2 * (mixture.means()[i] + squared));
        }
        double scale = first[i] + 1;
        yield squared == 0 ? 0 : StrictMath.expm1(squared) * scale * scale;
      }
    };
  }

  private static double bounded(double value) {
    return Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  private static void bound(double[] values) {
    for (int j = 0; j < values.length; j++) {
      values[j] = bounded(values[j]);
    }
  }

  /** Mean of every dimension, {@code [dy]}; overwritten by the next {@link #of}, as all others. */
  public double[] mean() {
    return mean;
  }

  /** Variance of every dimension, {@code [dy]}. */
  public double[] variance() {
    return variance;
  }

  /** Standard deviation of every dimension, {@code [dy]}. */
  public double[] standardDeviation() {
    return standardDeviation;
  }
}
