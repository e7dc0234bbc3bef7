package io.mixtide.app.plot;

import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.ScatterRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.statistics.DefaultMultiValueCategoryDataset;

/**
 * Lying bars from 0, one below the other, with dots for what each is the median of.
 *
 * @param title above the chart
 * @param valueTitle what the bars' lengths are, with their unit
 * @param bars at least one, from the top
 */
public record BarChart(String title, String valueTitle, List<Bar> bars) {
  private static final Color FILL = new Color(0x56B4E9);
  private static final double DOT = 7;

  /**
   * @throws IllegalArgumentException if there is no bar
   */
  public BarChart {
    bars = List.copyOf(bars);
    if (bars.isEmpty()) {
      throw new IllegalArgumentException("a chart needs a bar");
    }
  }

  /**
   * One bar.
   *
   * @param name no other bar's
   * @param length 0 or more
   * @param dots single values
   */
  public record Bar(String name, double length, List<Double> dots) {}

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
            ChartStyle.chart(title, plot())
                .draw(canvas, new Rectangle2D.Double(0, 0, width, height)));
  }

  private CategoryPlot plot() {
    DefaultCategoryDataset lengths = new DefaultCategoryDataset();
    DefaultMultiValueCategoryDataset dots = new DefaultMultiValueCategoryDataset();
    for (Bar bar : bars) {
      lengths.addValue(bar.length(), "", bar.name());
      dots.add(bar.dots(), "", bar.name());
    }
    NumberAxis axis = ChartStyle.linear(valueTitle);
    axis.setAutoRangeIncludesZero(true);
    CategoryPlot plot = new CategoryPlot(lengths, new CategoryAxis(), axis, bar());
    plot.setDataset(1, dots);
    plot.setRenderer(1, dot());
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    return plot;
  }

  private static BarRenderer bar() {
    BarRenderer renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setSeriesPaint(0, FILL);
    return renderer;
  }

  private static ScatterRenderer dot() {
    ScatterRenderer renderer = new ScatterRenderer();
    renderer.setSeriesShape(0, new Ellipse2D.Double(-DOT / 2, -DOT / 2, DOT, DOT));
    renderer.setSeriesPaint(0, Color.BLACK);
    return renderer;
  }
}
