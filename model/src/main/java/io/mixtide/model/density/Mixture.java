package io.mixtide.model.density;

import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * A prediction {@code p(y* | x*, context)} in closed form: a mixture of diagonal Gaussians in the
 * space of {@link #transform}, read through every method in the user's units.
 *
 * @param weights {@code [experts]}, the mean of the task's Dirichlet, summing to 1
 * @param means {@code [experts, dy]}
 * @param sigmas {@code [experts, dy]}, positive
 * @param transform from the user's y to the space of means and sigmas
 */
@SuppressWarnings("ArrayRecordComponent") // read by index, and written by who asked for it
public record Mixture(float[] weights, double[] means, double[] sigmas, OutputTransform transform) {
  private static final double LOG_TWO_PI = StrictMath.log(2 * Math.PI);
  private static final double TAIL = 12;
  private static final int MAX_STEPS = 200;
  private static final double ACCURACY = 1e-15;

  /** Takes over the values of another of the same sizes. */
  public void set(Mixture other) {
    System.arraycopy(other.weights, 0, weights, 0, weights.length);
    System.arraycopy(other.means, 0, means, 0, means.length);
    System.arraycopy(other.sigmas, 0, sigmas, 0, sigmas.length);
  }

  /** Number of dimensions of y. */
  public int dy() {
    return means.length / weights.length;
  }

  /**
   * {@code ln p(y)}, per user's unit of every dimension; −infinity where the transform gives no
   * density.
   *
   * @param y {@code [dy]}
   */
  public double logDensity(double... y) {
    int dy = dy();
    double[] terms = new double[weights.length];
    double max = Double.NEGATIVE_INFINITY;
    for (int l = 0; l < weights.length; l++) {
      double term = StrictMath.log(weights[l]);
      for (int j = 0; j < dy; j++) {
        double sigma = sigmas[l * dy + j];
        double d = (transform.forward(y[j]) - means[l * dy + j]) / sigma;
        term -= 0.5 * (LOG_TWO_PI + d * d) + StrictMath.log(sigma);
      }
      terms[l] = term;
      max = Math.max(max, term);
    }
    if (max == Double.NEGATIVE_INFINITY) {
      return max;
    }
    double sum = 0;
    for (double term : terms) {
      sum += StrictMath.exp(term - max);
    }
    double log = max + StrictMath.log(sum);
    for (double value : y) {
      log += transform.logJacobian(value);
    }
    return log;
  }

  /** {@code p(y)}. */
  public double density(double... y) {
    return StrictMath.exp(logDensity(y));
  }

  /** Mean of every dimension, {@code [dy]}, as {@link MixtureMoments} bounds it. */
  public double[] mean() {
    return moments().mean();
  }

  /** Variance of every dimension, {@code [dy]}. */
  public double[] variance() {
    return moments().variance();
  }

  /** Standard deviation of every dimension, {@code [dy]}. */
  public double[] standardDeviation() {
    return moments().standardDeviation();
  }

  /** Mean, variance and standard deviation at once, for little more than one of them. */
  public MixtureMoments moments() {
    return new MixtureMoments(this).of(this);
  }

  /** Probability that dimension {@code j} is at most y. */
  public double cdf(int j, double y) {
    return cdfOfTransformed(j, transform.forward(y));
  }

  /** Mean of dimension {@code j} in the space of {@link #transform}. */
  public double meanOfTransformed(int j) {
    double mean = 0;
    for (int l = 0; l < weights.length; l++) {
      mean += weights[l] * means[l * dy() + j];
    }
    return mean;
  }

  /**
   * The continuous ranked probability score of dimension {@code j}, the integral of {@code (F(v) −
   * 1[v ≥ transformed y])²}, in the space of {@link #transform}; low is good. In closed form
   * (Grimit, Gneiting, Berrocal and Johnson, The continuous ranked probability score for circular
   * variables and its application to mesoscale forecast ensemble verification, 2006):
   *
   * <pre>
   * sum_l w_l A(y − mu_l, sigma_l²) − ½ sum_kl w_k w_l A(mu_k − mu_l, sigma_k² + sigma_l²)
   * A(m, v) = m (2 Phi(m/√v) − 1) + 2 √v phi(m/√v)
   * </pre>
   */
  public double crpsOfTransformed(int j, double y) {
    int dy = dy();
    double v = transform.forward(y);
    double sum = 0;
    for (int l = 0; l < weights.length; l++) {
      double mean = means[l * dy + j];
      double sigma = sigmas[l * dy + j];
      sum += weights[l] * expectedDistance(v - mean, sigma * sigma);
      for (int k = 0; k <= l; k++) {
        double other = sigmas[k * dy + j];
        // Every pair of two experts stands for two of the double sum, which counts half.
        double share = weights[k] * weights[l] * (k == l ? 0.5 : 1);
        sum -= share * expectedDistance(mean - means[k * dy + j], sigma * sigma + other * other);
      }
    }
    return sum;
  }

  /** How far from 0 a Gaussian is on average. */
  private static double expectedDistance(double mean, double variance) {
    double sigma = Math.sqrt(variance);
    double d = mean / sigma;
    return mean * Erf.value(d / Math.sqrt(2))
        + 2 * sigma * StrictMath.exp(-0.5 * (LOG_TWO_PI + d * d));
  }

  private double cdfOfTransformed(int j, double v) {
    int dy = dy();
    double sum = 0;
    for (int l = 0; l < weights.length; l++) {
      double d = (v - means[l * dy + j]) / sigmas[l * dy + j];
      sum += weights[l] * 0.5 * Erfc.value(-d / Math.sqrt(2));
    }
    // The weights sum to one only within single precision.
    return Math.min(1, sum);
  }

  /**
   * The value that dimension {@code j} stays below with probability {@code level}, by Newton's
   * method, halving the bracket instead wherever a step leaves it or does not shrink by half.
   *
   * @throws IllegalArgumentException if the level is not within (0, 1)
   */
  public double quantile(int j, double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("a quantile's level lies within (0, 1), not " + level);
    }
    int dy = dy();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int l = 0; l < weights.length; l++) {
      low = Math.min(low, means[l * dy + j] - TAIL * sigmas[l * dy + j]);
      high = Math.max(high, means[l * dy + j] + TAIL * sigmas[l * dy + j]);
    }
    double v = low + (high - low) / 2;
    double step = high - low;
    for (int i = 0; i < MAX_STEPS && step != 0; i++) {
      double excess = cdfOfTransformed(j, v) - level;
      if (Math.abs(excess) < ACCURACY) {
        break;
      }
      if (excess < 0) {
        low = v;
      } else {
        high = v;
      }
      double newton = v - excess / marginalOfTransformed(j, v);
      boolean trusted = newton > low && newton < high && 2 * Math.abs(newton - v) < Math.abs(step);
      double next = trusted ? newton : low + (high - low) / 2;
      step = next - v;
      v = next;
    }
    return transform.inverse(v);
  }

  private double marginalOfTransformed(int j, double v) {
    int dy = dy();
    double sum = 0;
    for (int l = 0; l < weights.length; l++) {
      double sigma = sigmas[l * dy + j];
      double d = (v - means[l * dy + j]) / sigma;
      sum += weights[l] * StrictMath.exp(-0.5 * (LOG_TWO_PI + d * d)) / sigma;
    }
    return sum;
  }

  /** Independent draws of y, {@code [draws, dy]}. */
  public double[] sample(int draws, UniformRandomProvider random) {
    return sampleWith(weights, draws, random);
  }

  /**
   * Coherent draws: one point of the task's Dirichlet is drawn, then every y from the experts mixed
   * by that point. Predictions at several x that share the point vary together, as the futures of
   * one task do.
   *
   * @param logWeights one draw of {@link Dirichlet#sample}, {@code [experts]}
   * @return {@code [draws, dy]}
   */
  public double[] sampleGiven(float[] logWeights, int draws, UniformRandomProvider random) {
    float[] shares = new float[logWeights.length];
    for (int l = 0; l < shares.length; l++) {
      shares[l] = (float) StrictMath.exp(logWeights[l]);
    }
    return sampleWith(shares, draws, random);
  }

  private double[] sampleWith(float[] shares, int draws, UniformRandomProvider random) {
    int dy = dy();
    var normal = ZigguratSampler.NormalizedGaussian.of(random);
    double[] values = new double[draws * dy];
    for (int b = 0; b < draws; b++) {
      int l = pick(shares, random.nextDouble());
      for (int j = 0; j < dy; j++) {
        double v = means[l * dy + j] + sigmas[l * dy + j] * normal.sample();
        values[b * dy + j] = transform.inverse(v);
      }
    }
    return values;
  }

  private static int pick(float[] shares, double u) {
    double sum = 0;
    for (int l = 0; l < shares.length - 1; l++) {
      sum += shares[l];
      if (u < sum) {
        return l;
      }
    }
    return shares.length - 1;
  }
}
