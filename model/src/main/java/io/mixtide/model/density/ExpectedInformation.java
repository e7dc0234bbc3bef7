package io.mixtide.model.density;

import io.mixtide.model.random.RandomStream;

/**
 * How much one more observation at some x is expected to tell about a task's mixing weights, {@code
 * I(y; z | x)} in nats: the entropy of the mixture less its expectation over draws of z.
 *
 * <p>Neither entropy has a closed form. Both are estimated by the pairwise distances of the
 * components, {@code −sum_i w_i ln sum_j w_j BC_ij} with the Bhattacharyya coefficients {@code BC}
 * (Kolchinsky and Tracey, <i>Estimating mixture entropy with pairwise distances</i>, Entropy 19(7),
 * 2017, with alpha = ½); the entropies of the components themselves cancel in the difference.
 */
public final class ExpectedInformation {
  private static final int DRAWS = 32;

  private final int experts;
  private final double[][] z;
  // Of the draws, not of the Dirichlet: so the noise of the draws cancels in the difference.
  private final double[] mean;

  /**
   * Prepares for one task.
   *
   * @param alpha the task's concentration, {@code [experts]}
   * @param seed of the draws of z
   */
  public ExpectedInformation(float[] alpha, long seed) {
    experts = alpha.length;
    float[] logZ = new float[DRAWS * experts];
    Dirichlet.sample(alpha, DRAWS, RandomStream.of(seed), logZ);
    z = new double[DRAWS][experts];
    mean = new double[experts];
    for (int b = 0; b < DRAWS; b++) {
      for (int l = 0; l < experts; l++) {
        z[b][l] = StrictMath.exp(logZ[b * experts + l]);
        mean[l] += z[b][l] / DRAWS;
      }
    }
  }

  /** The expected information of an observation at the x of the given prediction; at least 0. */
  public double at(Mixture mixture) {
    double[] overlap = overlaps(mixture);
    double expected = 0;
    for (double[] weights : z) {
      expected += spread(weights, overlap);
    }
    return Math.max(0, spread(mean, overlap) - expected / DRAWS);
  }

  private double[] overlaps(Mixture mixture) {
    int dy = mixture.dy();
    double[] overlap = new double[experts * experts];
    for (int i = 0; i < experts; i++) {
      for (int k = 0; k <= i; k++) {
        double log = 0;
        for (int j = 0; j < dy; j++) {
          double a = mixture.sigmas()[i * dy + j];
          double b = mixture.sigmas()[k * dy + j];
          double d = mixture.means()[i * dy + j] - mixture.means()[k * dy + j];
          // In units of the larger, whose square may leave the doubles in the user's.
          double unit = Math.max(a, b);
          a /= unit;
          b /= unit;
          d /= unit;
          double squares = a * a + b * b;
          log += 0.5 * StrictMath.log(2 * a * b / squares) - d * d / (4 * squares);
        }
        overlap[i * experts + k] = StrictMath.exp(log);
        overlap[k * experts + i] = overlap[i * experts + k];
      }
    }
    return overlap;
  }

  private double spread(double[] weights, double[] overlap) {
    double sum = 0;
    for (int i = 0; i < experts; i++) {
      double inner = 0;
      for (int k = 0; k < experts; k++) {
        inner += weights[k] * overlap[i * experts + k];
      }
      sum -= weights[i] * StrictMath.log(inner);
    }
    return sum;
  }
}
