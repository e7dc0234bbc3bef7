package io.mixtide.benchmark;

import io.mixtide.app.cli.Json;
import io.mixtide.benchmark.Contest.ByContext;
import io.mixtide.benchmark.Contest.OnTest;
import io.mixtide.benchmark.Contest.Standing;
import io.mixtide.model.evaluation.Calibration;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table of a contest, as text or as JSON.
 *
 * @param steps of every training
 * @param seeds that figures are over
 * @param standings one for each contender
 * @param references known best scores by test, in the tests' order; empty if none are known
 */
record ContestReport(int steps, int seeds, List<Standing> standings, List<Reference> references) {

  /**
   * What is possible.
   *
   * @param name of who scores so
   * @param tests by test, in order
   */
  record Reference(String name, List<Double> tests) {

    double mean() {
      return tests.stream().mapToDouble(score -> score).average().orElseThrow();
    }
  }

  void print(boolean json, PrintWriter out) {
    if (json) {
      out.println(Json.text(this));
      return;
    }
    out.printf(
        "log-likelihood in nats per target, marginal / joint; %d steps, %d seed%s%n",
        steps, seeds, seeds == 1 ? "" : "s, mean ± deviation");
    List<String> headings = new ArrayList<>(List.of("", "parameters"));
    List<OnTest> tests = standings.getFirst().tests();
    tests.forEach(test -> headings.add(test.test()));
    if (tests.size() > 1) {
      headings.add("mean");
    }
    headings.add("ESS");
    headings.add("s");
    TextTable table = new TextTable(headings.toArray(String[]::new));
    standings.forEach(standing -> table.add(row(standing)));
    references.forEach(reference -> table.add(row(reference)));
    table.print(out);
    printCalibration(out);
    printByContext(out);
  }

  private void printCalibration(PrintWriter out) {
    out.printf(
        "%nshare of values within central intervals; CRPS and squared error, standardised%n");
    TextTable table = new TextTable("", "50%", "80%", "95%", "CRPS", "squared error");
    for (Standing standing : standings) {
      Calibration c = Calibration.mean(standing.tests().stream().map(OnTest::calibration).toList());
      List<String> cells = new ArrayList<>();
      cells.add(standing.contender());
      for (double figure :
          new double[] {
            c.coverage50(), c.coverage80(), c.coverage95(), c.crps(), c.squaredError()
          }) {
        cells.add(String.format(Locale.ROOT, "%.3f", figure));
      }
      table.add(cells);
    }
    table.print(out);
  }

  private static List<String> row(Standing s) {
    List<String> cells = new ArrayList<>();
    cells.add(s.contender());
    cells.add(Long.toString(s.parameters()));
    s.tests().forEach(test -> cells.add(test.marginal().text() + " / " + test.joint().text()));
    if (s.tests().size() > 1) {
      cells.add(s.marginal().text() + " / " + s.joint().text());
    }
    cells.add(s.ess().text());
    cells.add(String.format(Locale.ROOT, "%.0f", s.seconds()));
    return cells;
  }

  private static List<String> row(Reference r) {
    List<String> cells = new ArrayList<>(List.of(r.name(), ""));
    r.tests().forEach(score -> cells.add(String.format(Locale.ROOT, "%.3f", score)));
    if (r.tests().size() > 1) {
      cells.add(String.format(Locale.ROOT, "%.3f", r.mean()));
    }
    cells.add("");
    cells.add("");
    return cells;
  }

  private void printByContext(PrintWriter out) {
    for (int test = 0; test < standings.getFirst().tests().size(); test++) {
      int at = test;
      List<String> headings = new ArrayList<>();
      headings.add("context");
      standings.forEach(standing -> headings.add(standing.contender()));
      TextTable table = new TextTable(headings.toArray(String[]::new));
      List<ByContext> sizes = standings.getFirst().tests().get(at).byContext();
      for (int i = 0; i < sizes.size(); i++) {
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(sizes.get(i).contextSize()));
        for (Standing standing : standings) {
          ByContext score = standing.tests().get(at).byContext().get(i);
          cells.add(String.format(Locale.ROOT, "%.3f / %.3f", score.marginal(), score.joint()));
        }
        table.add(cells);
      }
      out.printf("%n%s, by context size%n", standings.getFirst().tests().get(at).test());
      table.print(out);
    }
  }
}
