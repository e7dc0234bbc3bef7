package io.mixtide.benchmark.plot;

import com.fasterxml.jackson.databind.JsonNode;
import io.mixtide.app.plot.LineChart;
import io.mixtide.app.plot.LineChart.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cost of a record by size, from what {@code bench growth --json} printed. */
final class GrowthPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 600;

  private GrowthPlot() {}

  static byte[] png(JsonNode result) {
    List<Line> lines = new ArrayList<>();
    add(lines, result.path("contexts"), "cpuMicros", "cpuExponent", "CPU µs, size of contexts");
    add(lines, result.path("tasks"), "cpuMicros", "cpuExponent", "CPU µs, number of tasks");
    add(
        lines,
        result.path("contexts"),
        "inferenceMicros",
        "inferenceExponent",
        "µs of inference alone, size of contexts");
    return new LineChart(
            "Cost of a record", "observations in a context, or tasks", "µs", true, true, lines)
        .png(WIDTH, HEIGHT);
  }

  private static void add(
      List<Line> lines, JsonNode growth, String figure, String exponent, String name) {
    List<JsonNode> points = new ArrayList<>();
    growth.path("points").forEach(points::add);
    if (points.isEmpty()) {
      return;
    }
    lines.add(
        Line.of(
            String.format(
                Locale.ROOT, "%s (exponent %.3f)", name, growth.path(exponent).asDouble()),
            KernelsPlot.column(points, "size"),
            KernelsPlot.column(points, figure)));
  }
}
