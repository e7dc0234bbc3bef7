package io.mixtide.benchmark;

import io.mixtide.app.plot.LineChart;
import io.mixtide.app.plot.LineChart.Line;
import io.mixtide.benchmark.Contest.ByContext;
import io.mixtide.benchmark.Contest.OnTest;
import io.mixtide.benchmark.Contest.Standing;
import java.util.ArrayList;
import java.util.List;

/** Marginal log-likelihood by context size, the mean over a contest's tests, as a picture. */
final class ContextSizePlot {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 600;

  private ContextSizePlot() {}

  /** A PNG; every test has the same context sizes. */
  static byte[] png(ContestReport report) {
    List<Line> lines = new ArrayList<>();
    for (Standing standing : report.standings()) {
      lines.add(Line.of(standing.contender(), sizes(standing), marginals(standing)));
    }
    report.references().forEach(best -> lines.add(Line.level(best.name(), best.mean())));
    return new LineChart(
            "Marginal log-likelihood, %d steps".formatted(report.steps()),
            "observations in the context",
            "nats per target",
            false,
            false,
            lines)
        .png(WIDTH, HEIGHT);
  }

  private static double[] sizes(Standing standing) {
    return standing.tests().getFirst().byContext().stream()
        .mapToDouble(ByContext::contextSize)
        .toArray();
  }

  private static double[] marginals(Standing standing) {
    double[] mean = new double[standing.tests().getFirst().byContext().size()];
    for (OnTest test : standing.tests()) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += test.byContext().get(i).marginal() / standing.tests().size();
      }
    }
    return mean;
  }
}
