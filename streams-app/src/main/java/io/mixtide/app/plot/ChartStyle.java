package io.mixtide.app.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/** How all charts look. */
final class ChartStyle {
  /**
   * Below this ratio of its ends an axis is marked at powers of two, from it on at those of ten.
   */
  private static final double WIDE = 1000;

  /** Below this ratio the axis goes on to the next powers of two, or it might have no mark. */
  private static final double NARROW = 4;

  private static final Color GRID = new Color(0xDDDDDD);

  private ChartStyle() {}

  static Font title() {
    return new Font(Font.SANS_SERIF, Font.BOLD, 16);
  }

  static Font text() {
    return new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  }

  private static Font small() {
    return new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  }

  /** An axis with even steps, from the least value to the greatest. */
  static NumberAxis linear(String title) {
    NumberAxis axis = new NumberAxis(title);
    axis.setStandardTickUnits(new NumberTickUnitSource(false, plainNumbers()));
    axis.setAutoRangeIncludesZero(false);
    return styled(axis);
  }

  /** An axis for values from {@code least} to {@code greatest}, both positive. */
  static LogAxis logarithmic(String title, double least, double greatest) {
    LogAxis axis = new LogAxis(title);
    axis.setBase(greatest / least >= WIDE ? 10 : 2);
    axis.setTickUnit(new NumberTickUnit(1));
    if (greatest / least < NARROW) {
      double lower = Math.pow(2, Math.floor(axis.calculateLog(least)));
      double upper = Math.pow(2, Math.floor(axis.calculateLog(greatest)) + 1);
      axis.setRange(lower, upper);
    }
    axis.setNumberFormatOverride(plainNumbers());
    return styled(axis);
  }

  /** The same whatever language the machine speaks. */
  private static DecimalFormat plainNumbers() {
    return new DecimalFormat("0.#########", DecimalFormatSymbols.getInstance(Locale.ROOT));
  }

  private static <A extends ValueAxis> A styled(A axis) {
    axis.setLabelFont(text());
    axis.setTickLabelFont(small());
    axis.setTickLabelInsets(new RectangleInsets(6, 6, 6, 6));
    return axis;
  }

  /** A chart of the plot on white, under a title or none, its legend below. */
  static JFreeChart chart(String title, XYPlot plot, boolean legend) {
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(GRID);
    plot.setRangeGridlinePaint(GRID);
    plot.setDomainGridlineStroke(new BasicStroke(1));
    plot.setRangeGridlineStroke(new BasicStroke(1));
    return onWhite(title, plot, legend);
  }

  /** A chart of bars on white, without a legend. */
  static JFreeChart chart(String title, CategoryPlot plot) {
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.getDomainAxis().setTickLabelFont(text());
    return onWhite(title, plot, false);
  }

  private static JFreeChart onWhite(String title, Plot plot, boolean legend) {
    JFreeChart chart = new JFreeChart(title.isEmpty() ? null : title, title(), plot, legend);
    chart.setBackgroundPaint(Color.WHITE);
    if (legend) {
      chart.getLegend().setItemFont(text());
      chart.getLegend().setFrame(BlockBorder.NONE);
    }
    return chart;
  }
}
