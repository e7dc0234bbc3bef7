package io.mixtide.benchmark.kernels;

import io.mixtide.benchmark.kernels.KernelsResult.Timing;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The table of a {@link KernelsResult}. */
final class KernelsText {
  private KernelsText() {}

  static void print(KernelsResult result, PrintWriter out) {
    out.println(result.machine().description());
    out.printf(
        Locale.ROOT,
        "release %s, %,d multiply-adds an inference; sgemm peak %.1f GFLOP/s (%s): floor %.3f µs%n%n",
        result.release(),
        result.multiplyAdds(),
        result.peakGflops(),
        result.peakOf(),
        result.floorMicros());
    out.printf(
        "%-9s %6s %12s %13s %14s %10s %14s%n",
        "engine", "batch", "µs a call", "µs each", "inferences/s", "of floor", "time / vector");
    for (Timing timing : result.results()) {
      out.printf(
          Locale.ROOT,
          "%-9s %6d %12.2f %13.3f %,14.0f %10.3f %14s%n",
          timing.engine(),
          timing.batch(),
          timing.callMicros(),
          timing.micros(),
          1e6 / timing.micros(),
          timing.ofFloor(),
          overVector(timing, result.results()));
    }
    int rounds = result.floorMicrosByRound().size();
    if (rounds > 1) {
      out.printf(
          "%nof floor: the same round's floor over the time; medians of %d rounds%n", rounds);
    }
  }

  private static String overVector(Timing timing, List<Timing> all) {
    return all.stream()
        .filter(other -> other.batch() == timing.batch())
        .filter(other -> other.engine().equals(Engine.VECTOR.toString()))
        .findFirst()
        .map(vector -> String.format(Locale.ROOT, "%.2f", timing.micros() / vector.micros()))
        .orElse("");
  }
}
