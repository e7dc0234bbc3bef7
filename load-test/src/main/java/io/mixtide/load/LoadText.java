package io.mixtide.load;

import java.io.PrintWriter;
import java.util.Locale;

/** What a run measured, for people to read. */
final class LoadText {
  private LoadText() {}

  /** Prints it. */
  static void print(PrintWriter out, LoadResult result) {
    out.printf(
        "%,d events at %,.0f a second, %,.0f a second answered; the sender was at most %.0f ms late%n",
        result.events(), result.rate(), result.answeredPerSecond(), result.latestSendMs());
    LoadResult.Latency latency = result.latencyMs();
    out.printf(
        "latency, from when an event was due to its posterior, in ms:%n"
            + "  p50 %.1f   p99 %.1f   p99.9 %.1f   most %.1f%n",
        latency.p50(), latency.p99(), latency.p999(), latency.max());
    print(out, "posteriors", result.posteriors());
    print(out, "predictions", result.predictions());
    print(out, "dead letters", result.deadLetters());
    result
        .deadLettersByReason()
        .forEach((reason, tally) ->
            print(out, "  " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' '), tally));
    out.printf(
        "%s: %,d out of sequence, %,d events not taken by the broker%n",
        result.isExact() ? "everything was answered exactly once" : "NOT EXACTLY ONCE",
        result.outOfSequence(),
        result.unsent());
    if (result.swap() != null) {
      print(out, result.swap());
    }
  }

  private static void print(PrintWriter out, String what, LoadResult.Tally tally) {
    out.printf(
        "%-18s %,10d due %,10d came %,8d too many%n",
        what, tally.due(), tally.came(), tally.excess());
  }

  private static void print(PrintWriter out, Swap swap) {
    out.printf(
        "release %s answered %,d events, release %s %,d%n",
        swap.from(), swap.answeredByFrom(), swap.to(), swap.answeredByTo());
    Swap.Cost cost = swap.cost();
    if (cost == null) {
      out.println(
          "THE NEW RELEASE WAS NOT SEEN: the service's log says if it was refused; or give a longer --for");
      return;
    }
    out.printf(
        "it took over %.2f s after it was asked for; p99 in ms:%n"
            + "  before %.1f   in the second of the swap %.1f, %.2f times   worst second near it %.1f%n"
            + "longest time without output, in ms:%n"
            + "  before %.1f   near the swap %.1f%n",
        cost.secondsToFirst(),
        cost.p99MsBefore(),
        cost.p99MsAtSwap(),
        cost.ratio(),
        cost.worstP99Ms(),
        cost.longestGapMsBefore(),
        cost.longestGapMsAtSwap());
  }
}
