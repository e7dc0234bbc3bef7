package io.mixtide.app.cli;

import io.mixtide.app.demo.DemoResult;
import java.io.PrintWriter;

/** Shows a demonstration's figures as a few lines, drawn over the former ones on a terminal. */
final class DemoScreen {
  private static final int LINES = 7;

  private final PrintWriter out;
  private final boolean terminal;
  private boolean drawn;

  DemoScreen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void show(DemoResult figures) {
    if (terminal && drawn) {
      out.printf("\033[%dA\033[J", LINES);
    }
    drawn = true;
    out.printf(
        "%8.1f s   %,d events (%,.0f/s)   release %s%n",
        figures.seconds(), figures.events(), figures.eventsPerSecond(), figures.release());
    out.printf(
        "  posteriors   %,12d   predictions %,12d%n", figures.posteriors(), figures.predictions());
    out.printf(
        "  tasks open   %,12d   dead letters %,11d%n", figures.tasks(), figures.deadLetters());
    out.printf(
        "  alerts       %,12d raised %,10d cleared%n",
        figures.alertsRaised(), figures.alertsCleared());
    out.printf(
        "  latency      p50 %.0f ms, p99 %.0f ms from append to prediction%n",
        figures.latencyMs().p50(), figures.latencyMs().p99());
    out.printf(
        "  next reading %.3f nats before it is seen; one Gaussian for all: %.3f%n",
        figures.prequential().mixtide(), figures.prequential().singleGaussian());
    if (figures.releases().isEmpty()) {
      out.println("  retraining   no better release yet");
    } else {
      DemoResult.Swap latest = figures.releases().getLast();
      out.printf(
          "  retraining   %d better so far; %s since event %,d: %.3f nats, the first %.3f%n",
          figures.releases().size(),
          latest.version(),
          latest.activatedAtEvent(),
          latest.prequentialAfter(),
          latest.prequentialBefore());
    }
    out.flush();
  }
}
