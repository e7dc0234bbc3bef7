package io.mixtide.verify;

import java.io.PrintWriter;

/** What a verification found, for people to read. */
public final class VerifyText {
  private VerifyText() {}

  /** Prints it. */
  public static void print(PrintWriter out, Verification found) {
    row(out, "records", found.records());
    row(out, "posteriors", found.posteriors());
    row(out, "predictions", found.predictions());
    row(out, "alerts", found.alerts());
    row(out, "dead letters", found.deadLetters());
    row(out, "task logs", found.taskLogs());
    out.println();
    row(out, "missing", found.missing());
    row(out, "doubled", found.doubled());
    row(out, "differing", found.differing());
    row(out, "out of order", found.outOfOrder());
    row(out, "wrong alerts", found.wrongAlerts());
    row(out, "unknown releases", found.unknownReleases());
    row(out, "wrongly refused", found.wronglyRefused());
    row(out, "wrongly accepted", found.wronglyAccepted());
    row(out, "strays", found.strays());
    out.println();
    if (found.pending() > 0) {
      out.printf("%,d records were not committed yet and may lack outputs%n", found.pending());
    }
    if (found.skipped() > 0) {
      out.printf(
          "%,d tasks could not be checked wholly: retention has cut away some, or they have several partitions%n",
          found.skipped());
    }
    for (Finding finding : found.findings()) {
      out.printf(
          "%s %s: task %s, sequence %s: %s%n",
          finding.fault(),
          finding.record(),
          finding.task() == null ? "unknown" : "'" + finding.task() + "'",
          finding.sequence() == null ? "unknown" : finding.sequence(),
          finding.detail());
    }
    out.printf(
        "%s (%,d tasks, %.1f s)%n",
        found.isExact()
            ? "every observation was counted once, and replays to the bit"
            : "NOT EXACT",
        found.tasks(),
        found.seconds());
  }

  private static void row(PrintWriter out, String name, long count) {
    out.printf("%-17s %,15d%n", name, count);
  }
}
