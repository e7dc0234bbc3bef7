package io.mixtide.chaos;

import io.mixtide.verify.VerifyText;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** What a run did and proved, for people to read. */
final class ChaosText {
  private ChaosText() {}

  /** Prints it. */
  static void print(PrintWriter out, ChaosResult result) {
    out.printf("%8s  %-36s %-22s %10s %10s%n", "at", "fault", "target", "recovery", "gap");
    for (Injected one : result.injected()) {
      if (one.leftOut() != null) {
        out.printf(
            "%8s  %-36s %-22s left out: %s%n", "-", one.kind().text(), one.target(), one.leftOut());
      } else {
        out.printf(
            "%6.1f s  %-36s %-22s %10s %8.2f s%s%n",
            one.begunMs() / 1e3,
            one.kind().text(),
            one.target(),
            seconds(one.recoveryMs()),
            one.longestGapMs() / 1e3,
            one.healed() ? "" : "  DID NOT COME BACK");
      }
    }
    out.printf("%n%-36s %8s %10s %10s%n", "recovery by kind", "faults", "mean", "longest");
    result
        .recoveryByKindMs()
        .forEach((kind, recoveries) ->
            out.printf(
                "%-36s %8d %8.2f s %8.2f s%n",
                kind.text(),
                recoveries.faults(),
                recoveries.mean() / 1e3,
                recoveries.longest() / 1e3));
    out.printf(
        "%n%,d faults, %,d records: %,d missing, %,d doubled, %,d differing%n",
        result.faults(), result.records(), result.missing(), result.doubled(), result.differing());
    out.printf(
        "longest time without output of a partition %.2f s; longest recovery after a kill -9 of an instance %s%n",
        result.longestGapMs() / 1e3, seconds(result.recoveryMs()));
    if (!result.replay().isExact()) {
      VerifyText.print(out, result.replay());
    }
    if (result.ledger().unsent() > 0) {
      out.printf("%,d EVENTS WERE NOT TAKEN BY THE BROKERS%n", result.ledger().unsent());
    }
    if (result.ledger().outOfSequence() > 0) {
      out.printf("%,d POSTERIORS OUT OF SEQUENCE%n", result.ledger().outOfSequence());
    }
    if (result.endedUnasked() > 0) {
      out.printf("%d processes ended unasked and were started again%n", result.endedUnasked());
    }
    if (!result.whole()) {
      out.println("NOT ALL PROCESSES CAME BACK: keep their logs with --keep");
    }
  }

  private static String seconds(@Nullable Double ms) {
    return ms == null ? "none" : "%.2f s".formatted(ms / 1e3);
  }
}
