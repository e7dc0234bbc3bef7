package io.mixtide.app.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * Lines over a common x, such as log-likelihood by context size of several models.
 *
 * @param title above the chart
 * @param xTitle what x is, with its unit
 * @param yTitle what y is, with its unit
 * @param logX whether the x axis is logarithmic
 * @param logY whether the y axis is
 * @param lines at least one that is not level, in the order of the legend
 */
public record LineChart(
    String title, String xTitle, String yTitle, boolean logX, boolean logY, List<Line> lines) {
  // Okabe and Ito, "Color Universal Design" (2008): to be told apart by colour-blind eyes too.
  private static final int[] COLOURS = {
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000
  };

  /** How a line is drawn. */
  private enum Kind {
    MEASURED,
    REFERENCE,
    LEVEL
  }

  /**
   * @throws IllegalArgumentException if all lines are level, or a value is not positive on a
   *     logarithmic axis
   */
  public LineChart {
    lines = List.copyOf(lines);
    double least = xs(lines).min().orElseThrow(LineChart::withoutLines);
    if (logX && least <= 0) {
      throw new IllegalArgumentException("x = " + least + " has no place on a logarithmic axis");
    }
    double lowest = ys(lines).min().orElseThrow();
    if (logY && lowest <= 0) {
      throw new IllegalArgumentException("y = " + lowest + " has no place on a logarithmic axis");
    }
  }

  private static IllegalArgumentException withoutLines() {
    return new IllegalArgumentException("a chart needs a line that has an x");
  }

  /** One line. All arrays have one length and finite values. */
  public static final class Line {
    private final String name;
    private final Kind kind;
    private final double[] x;
    private final double[] y;
    private final double[] lower;
    private final double[] upper;

    private Line(String name, Kind kind, double[] x, double[] y, double[] lower, double[] upper) {
      if (x.length != y.length || x.length != lower.length || x.length != upper.length) {
        throw new IllegalArgumentException(
            "line '%s' has %d x, %d y and a spread of %d and %d"
                .formatted(name, x.length, y.length, lower.length, upper.length));
      }
      for (double[] values : List.of(x, y, lower, upper)) {
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
          throw new IllegalArgumentException("line '%s' has a value not finite".formatted(name));
        }
      }
      this.name = name;
      this.kind = kind;
      this.x = x.clone();
      this.y = y.clone();
      this.lower = lower.clone();
      this.upper = upper.clone();
    }

    /**
     * A line with a symbol at every point, x ascending.
     *
     * @throws IllegalArgumentException if lengths differ or a value is not finite
     */
    public static Line of(String name, double[] x, double[] y) {
      return new Line(name, Kind.MEASURED, x, y, y, y);
    }

    /** As {@link #of}, with the area from {@code lower} to {@code upper} shaded. */
    public static Line withSpread(
        String name, double[] x, double[] y, double[] lower, double[] upper) {
      return new Line(name, Kind.MEASURED, x, y, lower, upper);
    }

    /** A dashed line to compare with, such as the best possible score; as {@link #of}. */
    public static Line reference(String name, double[] x, double[] y) {
      return new Line(name, Kind.REFERENCE, x, y, y, y);
    }

    /** A dashed horizontal line over all x of the chart. */
    public static Line level(String name, double y) {
      double[] values = {y, y};
      return new Line(name, Kind.LEVEL, new double[2], values, values, values);
    }
  }

  /**
   * Draws the chart.
   *
   * @param width in pixels
   * @param height in pixels
   * @return the bytes of a PNG file: the same chart on the same machine gives the same
   * @throws io.mixtide.app.UserErrorException if this machine has no fonts
   */
  public byte[] png(int width, int height) {
    return Png.draw(
        width,
        height,
        canvas ->
            ChartStyle.chart(title, plot(), true)
                .draw(canvas, new Rectangle2D.Double(0, 0, width, height)));
  }

  private XYPlot plot() {
    double least = xs(lines).min().orElseThrow();
    double greatest = xs(lines).max().orElseThrow();
    YIntervalSeriesCollection data = new YIntervalSeriesCollection();
    DeviationRenderer renderer = new DeviationRenderer(true, true);
    renderer.setAlpha(0.2f);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      double[] x = line.kind == Kind.LEVEL ? new double[] {least, greatest} : line.x;
      YIntervalSeries series = new YIntervalSeries(line.name);
      for (int k = 0; k < x.length; k++) {
        series.add(x[k], line.y[k], line.lower[k], line.upper[k]);
      }
      data.addSeries(series);
      Color colour = new Color(COLOURS[i % COLOURS.length]);
      renderer.setSeriesPaint(i, colour);
      renderer.setSeriesFillPaint(i, colour);
      renderer.setSeriesShapesVisible(i, line.kind == Kind.MEASURED);
      renderer.setSeriesStroke(i, stroke(line.kind));
    }
    ValueAxis xAxis =
        logX ? ChartStyle.logarithmic(xTitle, least, greatest) : ChartStyle.linear(xTitle);
    ValueAxis yAxis =
        logY
            ? ChartStyle.logarithmic(
                yTitle, ys(lines).min().orElseThrow(), ys(lines).max().orElseThrow())
            : ChartStyle.linear(yTitle);
    return new XYPlot(data, xAxis, yAxis, renderer);
  }

  private static BasicStroke stroke(Kind kind) {
    return kind == Kind.MEASURED
        ? new BasicStroke(2)
        : new BasicStroke(
            2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {7, 5}, 0);
  }

  private static DoubleStream ys(List<Line> lines) {
    return lines.stream().flatMapToDouble(line -> Arrays.stream(line.lower));
  }

  private static DoubleStream xs(List<Line> lines) {
    return lines.stream()
        .filter(line -> line.kind != Kind.LEVEL)
        .flatMapToDouble(line -> Arrays.stream(line.x));
  }
}
