package io.mixtide.app.plot;

import io.mixtide.model.density.Mixture;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A predictive density over a rectangle of x and y, in the user's units.
 *
 * @param xLow where the first column begins
 * @param xHigh where the last column ends
 * @param yLow where the lowest row begins
 * @param yHigh where the highest row ends
 * @param density {@code p(y | x)} at the middle of every cell, {@code [columns][rows]}, the lowest
 *     row first
 */
public record DensityMap(double xLow, double xHigh, double yLow, double yHigh, double[][] density) {
  private static final double MARGIN = 0.03;
  private static final double TAIL = 0.02;
  private static final double SHARE_WITHIN_COLOURS = 0.9;

  /**
   * The density over all x of the task, and over all of its y and what lies between the 2% and the
   * 98% quantile of the prediction.
   *
   * @param columns at least 1
   * @param rows at least 1
   */
  public static DensityMap of(TaskPrediction prediction, int columns, int rows) {
    double spreadOfX = prediction.release().standardisation().xScale()[0];
    Range x = Range.of(prediction.task().x(), spreadOfX);
    Mixture[] mixtures = new Mixture[columns];
    double[] ends = new double[2 * columns];
    for (int c = 0; c < columns; c++) {
      mixtures[c] = prediction.at(x.middle(c, columns));
      ends[2 * c] = mixtures[c].quantile(0, TAIL);
      ends[2 * c + 1] = mixtures[c].quantile(0, 1 - TAIL);
    }
    double[] finite = Arrays.stream(ends).filter(Double::isFinite).toArray();
    double[] ys =
        Arrays.copyOf(prediction.task().y(), prediction.task().y().length + finite.length);
    System.arraycopy(finite, 0, ys, ys.length - finite.length, finite.length);
    Range y = Range.of(ys, 1);
    double[][] density = new double[columns][rows];
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        density[c][r] = mixtures[c].density(y.middle(r, rows));
      }
    }
    return new DensityMap(x.low, x.high, y.low, y.high, density);
  }

  /** Number of steps along x. */
  public int columns() {
    return density.length;
  }

  /** Number of steps along y. */
  public int rows() {
    return density[0].length;
  }

  /**
   * The density of the brightest colour: what the highest of nine in ten columns stay below, so
   * that a few sharp columns do not leave the others dark. Positive.
   */
  double brightest() {
    double[] highest =
        Arrays.stream(density)
            .mapToDouble(column -> Arrays.stream(column).max().orElseThrow())
            .sorted()
            .toArray();
    double brightest = highest[(int) (SHARE_WITHIN_COLOURS * (highest.length - 1))];
    return Math.max(brightest, Double.MIN_NORMAL);
  }

  /** The density in colours, one pixel a cell, the highest y at the top. */
  public BufferedImage image() {
    Viridis colours = new Viridis(brightest());
    BufferedImage image = new BufferedImage(columns(), rows(), BufferedImage.TYPE_INT_RGB);
    for (int c = 0; c < columns(); c++) {
      for (int r = 0; r < rows(); r++) {
        image.setRGB(c, rows() - 1 - r, colours.rgb(density[c][r]));
      }
    }
    return image;
  }

  private record Range(double low, double high) {

    /** From the least to the greatest value and a margin; {@code spread} about a single value. */
    static Range of(double[] values, double spread) {
      double least = Arrays.stream(values).min().orElseThrow();
      double greatest = Arrays.stream(values).max().orElseThrow();
      double margin = greatest > least ? MARGIN * (greatest - least) : spread;
      return new Range(least - margin, greatest + margin);
    }

    double middle(int step, int steps) {
      return low + (step + 0.5) / steps * (high - low);
    }
  }
}
