package io.mixtide.benchmark.stream;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The figures for people. */
final class StreamText {
  private StreamText() {}

  static void print(PrintWriter out, StreamResult result) {
    out.printf(
        Locale.ROOT,
        "%-32s %9s %9s %8s %8s %8s %8s %8s %8s%n",
        "",
        "events/s",
        "identity",
        "p50 ms",
        "p99 ms",
        "p99.9 ms",
        "CPU us",
        "bytes",
        "RSS MiB");
    for (StreamResult.ServiceResult service : result.results()) {
      out.printf(
          Locale.ROOT,
          "%-32s %,9.0f %9s %8.1f %8.1f %8.1f %8.1f %,8.0f %8s%n",
          service.service(),
          service.eventsPerSecond(),
          orDash("%.2f", service.ratioToIdentity()),
          service.p50Ms(),
          service.p99Ms(),
          service.p999Ms(),
          service.cpuMicros(),
          service.allocatedBytes(),
          orDash("%.0f", service.residentMib()));
    }
    out.printf(
        Locale.ROOT,
        "%nidentity: events a second over the identity topology's of the same round; medians of %d"
            + " rounds%n%s%n",
        result.plan().rounds(),
        result.machine().description());
    printInferences(out, result.results());
    printParts(out, result.results());
  }

  private static void printInferences(PrintWriter out, List<StreamResult.ServiceResult> services) {
    for (StreamResult.ServiceResult service : services) {
      if (service.inferenceMicros() != null) {
        out.printf(
            Locale.ROOT,
            "%s: the model alone takes %.2f us a record%n",
            service.service(),
            service.inferenceMicros());
      }
    }
  }

  private static void printParts(PrintWriter out, List<StreamResult.ServiceResult> services) {
    Map<String, Double> first = services.getFirst().microsByPart();
    if (first == null) {
      return;
    }
    out.printf("%nCPU us a record%n%-34s", "");
    services.forEach(service -> out.printf(" %22s", service.service()));
    for (String part : first.keySet()) {
      out.printf("%n%-34s", part);
      for (StreamResult.ServiceResult service : services) {
        double micros = Objects.requireNonNull(service.microsByPart()).getOrDefault(part, 0.0);
        out.printf(Locale.ROOT, " %22.2f", micros);
      }
    }
    out.println();
  }

  private static String orDash(String format, @Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}
