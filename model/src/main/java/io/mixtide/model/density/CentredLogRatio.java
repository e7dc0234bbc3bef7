package io.mixtide.model.density;

/**
 * Aitchison's centred log-ratio: takes positive parts, up to a common factor, to a plane in which
 * distances make sense (Aitchison, The Statistical Analysis of Compositional Data, 1986).
 */
public final class CentredLogRatio {
  private CentredLogRatio() {}

  /**
   * {@code log alpha_l} less the mean of the logs.
   *
   * @param concentration {@code [experts]}, positive
   */
  public static double[] of(float[] concentration) {
    double[] logs = new double[concentration.length];
    double mean = 0;
    for (int l = 0; l < logs.length; l++) {
      logs[l] = Math.log(concentration[l]);
      mean += logs[l] / logs.length;
    }
    for (int l = 0; l < logs.length; l++) {
      logs[l] -= mean;
    }
    return logs;
  }
}
