package io.mixtide.benchmark;

import io.mixtide.app.cli.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The method's variants side by side, as text or as JSON. Log-likelihoods are in nats per target
 * and the data's units, means over context sizes.
 *
 * @param steps of every training
 * @param seeds that figures are over
 * @param bayesMarginal the best marginal possible
 * @param bayesJoint the best joint possible
 */
record AblationReport(
    int steps, int seeds, double bayesMarginal, double bayesJoint, List<Row> rows) {

  /** Scores of one context size, beside the concentration there. */
  record ByContext(int contextSize, double marginal, double joint, double alpha0, double entropy) {}

  /** One variant, over the seeds. */
  record Row(
      String variant,
      long parameters,
      Spread marginal,
      Spread joint,
      @Nullable Spread nmi,
      @Nullable Spread ari,
      @Nullable Spread probe,
      @Nullable Spread ess,
      double seconds,
      List<ByContext> byContext) {}

  void print(boolean json, PrintWriter out) {
    if (json) {
      out.println(Json.text(this));
      return;
    }
    TextTable table =
        new TextTable(
            "variant", "parameters", "marginal", "joint", "NMI", "ARI", "probe", "ESS", "s");
    for (Row row : rows) {
      table.add(
          List.of(
              row.variant,
              Long.toString(row.parameters),
              row.marginal.text(),
              row.joint.text(),
              Spread.text(row.nmi),
              Spread.text(row.ari),
              Spread.text(row.probe),
              Spread.text(row.ess),
              String.format(Locale.ROOT, "%.0f", row.seconds)));
    }
    table.add(
        List.of(
            "Bayes",
            "",
            String.format(Locale.ROOT, "%.3f", bayesMarginal),
            String.format(Locale.ROOT, "%.3f", bayesJoint),
            "",
            "",
            "",
            "",
            ""));
    out.printf("%d steps, mean and deviation over %d seeds%n", steps, seeds);
    table.print(out);
    for (Row row : rows) {
      TextTable sizes = new TextTable("context", "marginal", "joint", "alpha_0", "entropy");
      for (ByContext c : row.byContext) {
        sizes.add(
            List.of(
                Integer.toString(c.contextSize),
                String.format(Locale.ROOT, "%.3f", c.marginal),
                String.format(Locale.ROOT, "%.3f", c.joint),
                String.format(Locale.ROOT, "%.1f", c.alpha0),
                String.format(Locale.ROOT, "%.1f", c.entropy)));
      }
      out.printf("%n%s by context size%n", row.variant);
      sizes.print(out);
    }
  }
}
