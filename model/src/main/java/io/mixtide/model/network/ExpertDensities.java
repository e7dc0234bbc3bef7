package io.mixtide.model.network;

import io.mixtide.model.kernel.Kernels;

/**
 * The densities of the experts at rows of {@code (x, y)}: diagonal Gaussians whose parameters are
 * the trunk's output, {@code mu} and {@code sigma = 0.01 + softplus(s)}.
 *
 * <p>Holds the intermediate values of one forward pass, sized for a number of rows and used by one
 * thread.
 */
public final class ExpertDensities {
  /** Added to every scale, so that no expert collapses onto a point. */
  public static final float MIN_SIGMA = 0.01f;

  private final int experts;
  private final int dy;
  private final float[] sigma;
  private final float[] slope;
  private final float[] logSigma;
  private final float[] deviation;
  private final float[] logDensity;

  /** Room for {@code rows} rows. */
  public ExpertDensities(Architecture architecture, int rows) {
    experts = architecture.experts();
    dy = architecture.dy();
    sigma = new float[rows * experts * dy];
    logSigma = new float[rows * experts * dy];
    slope = new float[rows * experts * dy];
    deviation = new float[rows * experts * dy];
    logDensity = new float[rows * experts];
  }

  /** {@code ln p_l(y|x)} of the last evaluation, {@code [rows, experts]}, standardised units. */
  public float[] logDensity() {
    return logDensity;
  }

  /** Standard deviations of the last evaluation, {@code [rows, experts, dy]}. */
  public float[] sigma() {
    return sigma;
  }

  /** Turns the trunk's output {@code [rows, 2 · experts · dy]} into {@link #sigma}. */
  public void scales(Kernels kernels, int rows, float[] trunk) {
    int half = experts * dy;
    for (int row = 0; row < rows; row++) {
      kernels.softplus(trunk, (2 * row + 1) * half, MIN_SIGMA, sigma, row * half, half);
    }
  }

  /**
   * Evaluates every expert at every row.
   *
   * @param trunk the trunk's output {@code [rows, 2 · experts · dy]}
   * @param y {@code [rows, dy]}, standardised
   */
  public void evaluate(Kernels kernels, int rows, float[] trunk, float[] y) {
    scales(kernels, rows, trunk);
    int half = experts * dy;
    kernels.log(sigma, 0, logSigma, 0, rows * half);
    for (int row = 0; row < rows; row++) {
      for (int l = 0; l < experts; l++) {
        float sum = 0f;
        for (int j = 0; j < dy; j++) {
          int i = row * half + l * dy + j;
          float d = (y[row * dy + j] - trunk[2 * row * half + l * dy + j]) / sigma[i];
          deviation[i] = d;
          sum += Math.fma(-0.5f * d, d, -Kernels.HALF_LOG_TWO_PI - logSigma[i]);
        }
        logDensity[row * experts + l] = sum;
      }
    }
  }

  /**
   * As {@link #evaluate}, with a column for each of {@link Kernels#COLUMNS} rows: {@link
   * #logDensity} is then {@code [experts, COLUMNS]}, {@link #sigma} {@code [experts, dy, COLUMNS]}.
   *
   * @param trunk the trunk's output {@code [2 · experts · dy, COLUMNS]}
   * @param y {@code [dy, COLUMNS]}, standardised
   */
  public void evaluateColumns(Kernels kernels, float[] trunk, float[] y) {
    int half = experts * dy * Kernels.COLUMNS;
    kernels.softplus(trunk, half, MIN_SIGMA, sigma, 0, half);
    kernels.log(sigma, 0, logSigma, 0, half);
    kernels.logNormalColumns(experts, dy, y, trunk, sigma, logSigma, logDensity);
  }

  /**
   * Gradient at the trunk's output of a loss whose gradient at {@code ln p_l} is {@code −t}.
   *
   * @param t {@code [rows, experts]}
   * @param delta receives {@code [rows, 2 · experts · dy]}
   */
  public void backward(Kernels kernels, int rows, float[] t, float[] delta) {
    int half = experts * dy;
    // The slope of softplus, sigmoid(s) = 1 − e^−softplus(s).
    for (int i = 0; i < rows * half; i++) {
      slope[i] = MIN_SIGMA - sigma[i];
    }
    kernels.exp(slope, 0, slope, 0, rows * half);
    for (int row = 0; row < rows; row++) {
      for (int l = 0; l < experts; l++) {
        float weight = -t[row * experts + l];
        for (int j = 0; j < dy; j++) {
          int i = row * half + l * dy + j;
          int out = 2 * row * half + l * dy + j;
          float share = weight / sigma[i];
          float d = deviation[i];
          delta[out] = share * d;
          delta[out + half] = share * (d * d - 1f) * (1f - slope[i]);
        }
      }
    }
  }
}
