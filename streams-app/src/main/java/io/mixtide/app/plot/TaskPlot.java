package io.mixtide.app.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYBarDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * One task's prediction as a picture: the density over x and y in colours, context and later truth
 * on it, the weights of the experts beside it.
 *
 * @param prediction what is drawn
 * @param xTitle what x is
 * @param yTitle what y is
 */
public record TaskPlot(TaskPrediction prediction, String xTitle, String yTitle) {
  private static final int HEADER = 64;
  private static final int MARGIN = 12;
  private static final double SHARE_OF_DENSITY = 0.76;
  // About a pixel a cell at the usual sizes.
  private static final int COLUMNS = 640;
  private static final int ROWS = 400;
  private static final double SYMBOL = 9;

  /**
   * Draws the picture.
   *
   * @param width in pixels
   * @param height in pixels
   * @return the bytes of a PNG file: the same prediction on the same machine gives the same
   * @throws io.mixtide.app.UserErrorException if this machine has no fonts
   */
  public byte[] png(int width, int height) {
    return Png.draw(width, height, canvas -> draw(canvas, width, height));
  }

  /** Release, context, log-likelihood of the later truth and entropy, in one line. */
  public String summary() {
    String likelihood =
        prediction.logLikelihood().isEmpty()
            ? "no later truth"
            : String.format(
                Locale.ROOT,
                "log-likelihood of the later truth %.3f nats (marginal, standardised)",
                prediction.logLikelihood().getAsDouble());
    return String.format(
        Locale.ROOT,
        "release %s, context %d of %d, %s, entropy of the weights %.3f nats",
        prediction.release().version(),
        prediction.contextSize(),
        prediction.task().size(),
        likelihood,
        prediction.entropy());
  }

  private void draw(Graphics2D canvas, int width, int height) {
    double room = width - 2.0 * MARGIN;
    line(canvas, ChartStyle.title(), "task " + prediction.task().name(), 26, room);
    line(canvas, ChartStyle.text(), summary(), 50, room);
    double share = SHARE_OF_DENSITY * width;
    double rest = height - HEADER;
    densityChart().draw(canvas, new Rectangle2D.Double(0, HEADER, share, rest));
    weightsChart().draw(canvas, new Rectangle2D.Double(share, HEADER, width - share, rest));
  }

  /** A line of text, smaller where it would not fit. */
  private static void line(Graphics2D canvas, Font font, String text, int base, double room) {
    double length = canvas.getFontMetrics(font).stringWidth(text);
    float size = (float) (font.getSize2D() * Math.min(1, room / length));
    canvas.setFont(font.deriveFont(size));
    canvas.drawString(text, MARGIN, base);
  }

  private JFreeChart densityChart() {
    DensityMap map = DensityMap.of(prediction, COLUMNS, ROWS);
    NumberAxis x = ChartStyle.linear(xTitle);
    x.setRange(map.xLow(), map.xHigh());
    NumberAxis y = ChartStyle.linear(yTitle);
    y.setRange(map.yLow(), map.yHigh());
    XYPlot plot = new XYPlot(points(), x, y, pointRenderer());
    JFreeChart chart = ChartStyle.chart("", plot, true);
    Viridis colours = new Viridis(map.brightest());
    plot.setBackgroundPaint(colours.getPaint(0));
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    XYDataImageAnnotation image =
        new XYDataImageAnnotation(
            map.image(),
            map.xLow(),
            map.yLow(),
            map.xHigh() - map.xLow(),
            map.yHigh() - map.yLow());
    plot.getRenderer().addAnnotation(image, Layer.BACKGROUND);
    PaintScaleLegend bar =
        new PaintScaleLegend(colours, ChartStyle.linear("density (brightest: this or more)"));
    bar.setPosition(RectangleEdge.RIGHT);
    bar.setMargin(8, 8, 48, 0);
    bar.setBackgroundPaint(Color.WHITE);
    chart.addSubtitle(bar);
    return chart;
  }

  private XYSeriesCollection points() {
    XYSeries context = new XYSeries("context", false);
    XYSeries later = new XYSeries("later truth", false);
    for (int i = 0; i < prediction.task().size(); i++) {
      (i < prediction.contextSize() ? context : later)
          .add(prediction.task().x()[i], prediction.task().y()[i]);
    }
    XYSeriesCollection points = new XYSeriesCollection(context);
    points.addSeries(later);
    return points;
  }

  private static XYLineAndShapeRenderer pointRenderer() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    renderer.setDefaultShape(new Ellipse2D.Double(-SYMBOL / 2, -SYMBOL / 2, SYMBOL, SYMBOL));
    renderer.setAutoPopulateSeriesShape(false);
    renderer.setUseFillPaint(true);
    renderer.setUseOutlinePaint(true);
    renderer.setDefaultOutlinePaint(Color.BLACK);
    renderer.setAutoPopulateSeriesOutlinePaint(false);
    renderer.setDefaultOutlineStroke(new BasicStroke(1.2f));
    renderer.setAutoPopulateSeriesOutlineStroke(false);
    renderer.setSeriesFillPaint(0, Color.WHITE);
    renderer.setSeriesFillPaint(1, new Color(0xE8432E));
    return renderer;
  }

  private JFreeChart weightsChart() {
    float[] weights = prediction.weights();
    XYSeries series = new XYSeries("weights");
    for (int l = 0; l < weights.length; l++) {
      series.add(l + 1.0, weights[l]);
    }
    NumberAxis experts = ChartStyle.linear("expert");
    experts.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
    experts.setRange(0.25, weights.length + 0.75);
    experts.setInverted(true);
    NumberAxis weight = ChartStyle.linear("weight, alpha / alpha_0");
    weight.setRange(0, 1);
    XYBarRenderer renderer = new XYBarRenderer();
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setSeriesPaint(0, new Color(0x31688E));
    XYPlot plot =
        new XYPlot(
            new XYBarDataset(new XYSeriesCollection(series), 0.8), experts, weight, renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setDomainGridlinesVisible(false);
    return ChartStyle.chart("", plot, false);
  }
}
