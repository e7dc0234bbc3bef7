package io.mixtide.benchmark.plot;

import com.fasterxml.jackson.databind.JsonNode;
import io.mixtide.app.plot.LineChart;
import io.mixtide.app.plot.LineChart.Line;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Time per inference by engine and batch, from what {@code bench kernels --json} printed. */
final class KernelsPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 600;

  private KernelsPlot() {}

  static byte[] png(JsonNode result) {
    Set<String> engines = new LinkedHashSet<>();
    result.path("results").forEach(timing -> engines.add(timing.path("engine").asText()));
    List<Line> lines = new ArrayList<>();
    for (String engine : engines) {
      List<JsonNode> own = new ArrayList<>();
      for (JsonNode timing : result.path("results")) {
        if (timing.path("engine").asText().equals(engine)) {
          own.add(timing);
        }
      }
      lines.add(Line.of(engine, column(own, "batch"), column(own, "micros")));
    }
    lines.add(Line.level("floor", result.path("floorMicros").asDouble()));
    return new LineChart(
            "One inference, one thread",
            "arrivals in one call",
            "microseconds per inference",
            true,
            true,
            lines)
        .png(WIDTH, HEIGHT);
  }

  /** A figure of each, in order. */
  static double[] column(List<JsonNode> of, String figure) {
    return of.stream().mapToDouble(node -> node.path(figure).asDouble()).toArray();
  }
}
