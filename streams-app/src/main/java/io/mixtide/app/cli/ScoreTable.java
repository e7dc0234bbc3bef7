package io.mixtide.app.cli;

import io.mixtide.model.evaluation.ContextScore;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Log-likelihoods by context size, for people. */
final class ScoreTable {
  private ScoreTable() {}

  /**
   * Plain means over context sizes, in nats per target.
   *
   * @param marginal standardised units
   * @param joint standardised units
   * @param marginalUserUnits as a density over the user's units
   * @param jointUserUnits as a density over the user's units
   */
  record Mean(double marginal, double joint, double marginalUserUnits, double jointUserUnits) {

    /** The means of at least one size. */
    static Mean of(List<ContextScore> scores) {
      return new Mean(
          mean(scores, ContextScore::marginal),
          mean(scores, ContextScore::joint),
          mean(scores, ContextScore::marginalUserUnits),
          mean(scores, ContextScore::jointUserUnits));
    }

    private static double mean(List<ContextScore> scores, ToDoubleFunction<ContextScore> value) {
      return scores.stream().mapToDouble(value).average().orElseThrow();
    }
  }

  /** Prints one line per size and their mean. */
  static void print(List<ContextScore> scores, PrintWriter out) {
    out.println("log-likelihood in nats per target");
    out.println("                   standardised units    units of the data");
    out.println("context    tasks   marginal     joint   marginal     joint");
    for (ContextScore s : scores) {
      out.printf(
          Locale.ROOT,
          "%7d %8d %10.3f %9.3f %10.3f %9.3f%n",
          s.contextSize(),
          s.tasks(),
          s.marginal(),
          s.joint(),
          s.marginalUserUnits(),
          s.jointUserUnits());
    }
    Mean mean = Mean.of(scores);
    out.printf(
        Locale.ROOT,
        "%7s %8s %10.3f %9.3f %10.3f %9.3f%n",
        "mean",
        "",
        mean.marginal(),
        mean.joint(),
        mean.marginalUserUnits(),
        mean.jointUserUnits());
  }
}
