package io.mixtide.model.density;

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
    first = new double[mixture.weights().length];
    mean = new double[dy];
    variance = new double[dy];
    standardDeviation = new double[dy];
  }

  /** Takes the moments of a mixture. */
  public MixtureMoments of(Mixture mixture) {
    float[] weights = mixture.weights();
    int dy = mean.length;
    for (int j = 0; j < dy; j++) {
      double sum = 0;
      for (int l = 0; l < weights.length; l++) {
        first[l] = firstMoment(mixture, l * dy + j);
        sum += weights[l] * first[l];
      }
      // The weights sum to one only within single precision.
      mean[j] = bounded(sum);
      sum = 0;
      for (int l = 0; l < weights.length; l++) {
        double offset = first[l] - mean[j];
        sum += weights[l] * bounded(spread(mixture, l * dy + j, first[l]) + offset * offset);
      }
      variance[j] = bounded(sum);
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
      case LOG1P -> bounded(DoubleMath.expm1(mean + 0.5 * sigma * sigma));
    };
  }

  private static double spread(Mixture mixture, int i, double first) {
    double squared = mixture.sigmas()[i] * mixture.sigmas()[i];
    return switch (mixture.transform()) {
      case IDENTITY -> squared;
      case LOG1P -> {
        if (squared > WIDE) {
          // Then e^squared − 1 is e^squared, which alone may overflow where the product does not.
          yield StrictMath.exp(2 * (mixture.means()[i] + squared));
        }
        double scale = first + 1;
        yield squared == 0 ? 0 : DoubleMath.expm1(squared) * scale * scale;
      }
    };
  }

  private static double bounded(double value) {
    return Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE);
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
