package io.mixtide.model.network;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.density.OutputTransform;
import java.util.Arrays;

/**
 * From the user's units to the networks' and back, by the moments of the training tasks.
 *
 * @param transform applied to y before its moments are taken
 * @param xMean {@code [dx]}
 * @param xScale {@code [dx]}, standard deviations, positive
 * @param yMean {@code [dy]}, of the transformed y
 * @param yScale {@code [dy]}, positive
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read by index
public record Standardisation(
    OutputTransform transform, double[] xMean, double[] xScale, double[] yMean, double[] yScale) {
  /** Standardised values beyond this are refused: they would leave single precision. */
  public static final double LIMIT = 1e6;

  /**
   * @throws IllegalArgumentException if lengths differ, a value is not finite or a scale not
   *     positive
   */
  public Standardisation {
    if (xMean.length != xScale.length || yMean.length != yScale.length) {
      throw new IllegalArgumentException("a standardisation has as many means as scales");
    }
    if (!(allFinite(xMean) && allFinite(yMean) && allScales(xScale) && allScales(yScale))) {
      throw new IllegalArgumentException("means must be finite and scales positive");
    }
  }

  private static boolean allFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  private static boolean allScales(double[] values) {
    return allFinite(values) && Arrays.stream(values).allMatch(scale -> scale > 0);
  }

  /**
   * Standardises one x.
   *
   * @param x {@code [dx]} from {@code xOffset}
   * @param out receives {@code [dx]} from {@code outOffset}
   * @throws IllegalArgumentException if a value is not a number or lies beyond {@link #LIMIT}
   */
  public void x(double[] x, int xOffset, float[] out, int outOffset) {
    for (int i = 0; i < xMean.length; i++) {
      out[outOffset + i] = checked("x", i, x[xOffset + i], (x[xOffset + i] - xMean[i]) / xScale[i]);
    }
  }

  /** Standardises one y {@code [dy]}; as {@link #x}. */
  public void y(double[] y, int yOffset, float[] out, int outOffset) {
    for (int j = 0; j < yMean.length; j++) {
      double value = y[yOffset + j];
      double v = (transform.forward(value) - yMean[j]) / yScale[j];
      out[outOffset + j] = checked("y", j, value, v);
    }
  }

  /** Whether {@link #x} takes these values: {@code [dx]} of them, all finite and in range. */
  public boolean acceptsX(double[] x) {
    return accepts(x, xMean, xScale, OutputTransform.IDENTITY);
  }

  /** Whether {@link #y} takes these values: {@code [dy]} of them, all finite and in range. */
  public boolean acceptsY(double[] y) {
    return accepts(y, yMean, yScale, transform);
  }

  private static boolean accepts(
      double[] values, double[] mean, double[] scale, OutputTransform transform) {
    if (values.length != mean.length) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs((transform.forward(values[i]) - mean[i]) / scale[i]) <= LIMIT)) {
        return false;
      }
    }
    return true;
  }

  private static float checked(String name, int index, double value, double standardised) {
    if (!(Math.abs(standardised) <= LIMIT)) {
      throw new IllegalArgumentException(
          "%s[%d] = %s is not a number that this release can take".formatted(name, index, value));
    }
    return (float) standardised;
  }

  /**
   * What to add to a log density in standardised units to have it in the user's, at y {@code [dy]}
   * from {@code yOffset}.
   */
  public double logDensityOffset(double[] y, int yOffset) {
    double sum = 0;
    for (int j = 0; j < yMean.length; j++) {
      sum += transform.logJacobian(y[yOffset + j]) - StrictMath.log(yScale[j]);
    }
    return sum;
  }

  /**
   * The prediction in the user's units.
   *
   * @param weights {@code [experts]}
   * @param mu {@code [experts, dy]}, standardised, from index 0
   * @param sigma {@code [experts, dy]}, standardised
   */
  public Mixture mixture(float[] weights, float[] mu, float[] sigma) {
    int parameters = weights.length * yMean.length;
    Mixture mixture =
        new Mixture(weights, new double[parameters], new double[parameters], transform);
    fill(mixture, mu, sigma);
    return mixture;
  }

  /** Overwrites a mixture's means and scales with those of {@link #mixture}. */
  public void fill(Mixture mixture, float[] mu, float[] sigma) {
    int dy = yMean.length;
    for (int l = 0; l < mixture.weights().length; l++) {
      for (int j = 0; j < dy; j++) {
        int i = l * dy + j;
        mixture.means()[i] = yMean[j] + yScale[j] * mu[i];
        mixture.sigmas()[i] = yScale[j] * sigma[i];
      }
    }
  }
}
