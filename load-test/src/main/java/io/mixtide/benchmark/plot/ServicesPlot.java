package io.mixtide.benchmark.plot;

import com.fasterxml.jackson.databind.JsonNode;
import io.mixtide.app.plot.BarChart;
import io.mixtide.app.plot.BarChart.Bar;
import java.util.ArrayList;
import java.util.List;

/** Events a second by service, from what {@code bench stream --json} printed. */
final class ServicesPlot {
  private static final int WIDTH = 1000;
  private static final int MARGIN = 120;
  private static final int BAR = 45;

  private ServicesPlot() {}

  static byte[] png(JsonNode result) {
    List<Bar> bars = new ArrayList<>();
    for (JsonNode service : result.path("results")) {
      List<Double> rounds = new ArrayList<>();
      service.path("eventsPerSecondByRound").forEach(round -> rounds.add(round.asDouble()));
      bars.add(
          new Bar(
              service.path("service").asText(),
              service.path("eventsPerSecond").asDouble(),
              rounds));
    }
    return new BarChart("Events from a backlog", "events a second: median, and rounds", bars)
        .png(WIDTH, MARGIN + BAR * bars.size());
  }
}
