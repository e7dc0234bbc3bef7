package io.mixtide.benchmark.engines;

import io.mixtide.benchmark.engines.EnginesResult.Timing;
import io.mixtide.benchmark.engines.EnginesResult.Win;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** The tables of an {@link EnginesResult}. */
final class EnginesText {
  private EnginesText() {}

  static void print(EnginesResult result, PrintWriter out) {
    out.println(result.machine().description());
    List<Roof> roofs =
        Stream.of(result.processor(), result.card()).filter(Objects::nonNull).toList();
    for (Roof roof : roofs) {
      out.printf(
          Locale.ROOT,
          "%s: %,.1f GFLOP/s, %s; %,.1f GB/s, %s%n",
          roof.of(),
          roof.gflops(),
          roof.gflopsFrom(),
          roof.gigabytesPerSecond(),
          roof.gigabytesFrom());
    }
    out.printf(
        Locale.ROOT,
        "%nAn inference is an arrival and a query of its task, which has %d observations.%n",
        result.context());
    out.printf(
        "%-8s %7s %13s %9s %14s%n", "kind", "experts", "multiply-adds", "bytes", "of weights");
    for (InferenceCost cost : result.costs()) {
      out.printf(
          Locale.ROOT,
          "%-8s %7d %,13d %,9d %,14d%n",
          cost.kind(),
          cost.experts(),
          cost.multiplyAdds(),
          cost.bytes(),
          cost.weightBytes());
    }
    out.printf(
        "%n%-8s %7s %-7s %6s %14s %10s %14s %8s %-6s%n",
        "kind",
        "experts",
        "engine",
        "batch",
        "µs a call",
        "µs each",
        "inferences/s",
        "of roof",
        "bound");
    for (Timing timing : result.results()) {
      out.printf(
          Locale.ROOT,
          "%-8s %7d %-7s %6d %,14.1f %10.3f %,14.0f %8.3f %-6s%n",
          timing.kind(),
          timing.experts(),
          timing.engine(),
          timing.batch(),
          timing.callMicros(),
          timing.callMicros() / timing.batch(),
          timing.inferencesPerSecond(),
          timing.ofRoof(),
          timing.bound());
    }
    result.leftOut().forEach(line -> out.println("Left out: " + line));
    out.println();
    if (result.noCard() != null) {
      out.println(
          "No card: %s. From which batch on one wins is not known.".formatted(result.noCard()));
    }
    result.wins().forEach(win -> out.println(line(win)));
  }

  private static String line(Win win) {
    return win.batch() == null
        ? "%d %s experts: the card wins at no batch".formatted(win.experts(), win.kind())
        : "%d %s experts: the card wins from batch %d on"
            .formatted(win.experts(), win.kind(), win.batch());
  }
}
