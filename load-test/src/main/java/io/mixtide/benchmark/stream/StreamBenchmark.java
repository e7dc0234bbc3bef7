package io.mixtide.benchmark.stream;

import io.mixtide.benchmark.stream.StreamResult.ServiceResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures services in turn, round after round, on one broker. Each is one process from the first
 * round to the last; those whose turn it is not have nothing to do.
 */
final class StreamBenchmark {
  private final StreamPlan plan;
  private final List<ServiceKind> kinds;
  private final List<String> jvmFlags;
  private final Map<String, String> settings;
  private final @Nullable Path profiles;
  private final Consumer<String> progress;

  /**
   * @param jvmFlags of every service's process
   * @param settings that all services have in common
   * @param profiles directory for a recording of each, null for none
   * @param progress told in words
   */
  StreamBenchmark(
      StreamPlan plan,
      List<ServiceKind> kinds,
      List<String> jvmFlags,
      Map<String, String> settings,
      @Nullable Path profiles,
      Consumer<String> progress) {
    this.plan = plan;
    this.kinds = List.copyOf(kinds);
    this.jvmFlags = List.copyOf(jvmFlags);
    this.settings = Map.copyOf(settings);
    this.profiles = profiles;
    this.progress = progress;
  }

  StreamResult run() throws InterruptedException {
    Map<ServiceKind, List<Measurement>> measured = new EnumMap<>(ServiceKind.class);
    Map<ServiceKind, ServiceProcess> processes = new EnumMap<>(ServiceKind.class);
    try (StreamBed bed = new StreamBed(settings)) {
      try {
        Path bytes = bed.directory().resolve("record-bytes");
        ByteSampler.sample(bed, plan).write(bytes);
        for (ServiceKind kind : kinds) {
          progress.accept("warming up " + kind.label());
          ServiceProcess process = new ServiceProcess(kind, plan, bed, bytes, flags(kind));
          processes.put(kind, process);
          process.warmUp(plan.lead());
          measured.put(kind, new ArrayList<>());
        }
        for (int round = 1; round <= plan.rounds(); round++) {
          for (ServiceKind kind : kinds) {
            Measurement measurement = get(processes, kind).measure(plan.events(), plan.time());
            get(measured, kind).add(measurement);
            progress.accept(
                "round %d of %d: %s, %,.0f events/s, p99 %.1f ms, %.1f us, %,.0f bytes"
                    .formatted(
                        round,
                        plan.rounds(),
                        kind.label(),
                        measurement.eventsPerSecond(),
                        measurement.p99Ms(),
                        measurement.cpuMicros(),
                        measurement.allocatedBytes()));
          }
        }
      } finally {
        // What a profiler has to write is written now.
        processes.values().forEach(ServiceProcess::close);
      }
    }
    return result(measured, breakdowns(processes));
  }

  private List<String> flags(ServiceKind kind) {
    List<String> flags = new ArrayList<>(jvmFlags);
    if (profiles != null) {
      flags.add(Breakdown.FLAG + recording(profiles, kind));
    }
    return flags;
  }

  private static Path recording(Path directory, ServiceKind kind) {
    return directory.toAbsolutePath().resolve(kind.label() + ".jfr");
  }

  private Map<ServiceKind, Map<String, Double>> breakdowns(
      Map<ServiceKind, ServiceProcess> processes) {
    Map<ServiceKind, Map<String, Double>> breakdowns = new EnumMap<>(ServiceKind.class);
    if (profiles != null) {
      processes.forEach((kind, process) ->
          breakdowns.put(kind, Breakdown.of(recording(profiles, kind), process.windows())));
    }
    return breakdowns;
  }

  private StreamResult result(
      Map<ServiceKind, List<Measurement>> measured,
      Map<ServiceKind, Map<String, Double>> breakdowns) {
    List<ServiceResult> results = new ArrayList<>();
    for (ServiceKind kind : kinds) {
      List<Measurement> rounds = get(measured, kind);
      List<Double> resident =
          rounds.stream().map(Measurement::residentMib).filter(Objects::nonNull).toList();
      results.add(
          new ServiceResult(
              kind.label(),
              median(rounds, Measurement::eventsPerSecond),
              median(rounds, Measurement::rate),
              median(rounds, Measurement::p50Ms),
              median(rounds, Measurement::p99Ms),
              median(rounds, Measurement::p999Ms),
              median(rounds, Measurement::cpuMicros),
              median(rounds, Measurement::allocatedBytes),
              resident.isEmpty() ? null : resident.getLast(),
              ratioToIdentity(measured, kind),
              rounds.stream().map(Measurement::eventsPerSecond).toList(),
              breakdowns.get(kind)));
    }
    return new StreamResult(
        results,
        measured.containsKey(ServiceKind.MIXTIDE)
            ? ratioToIdentity(measured, ServiceKind.MIXTIDE)
            : null,
        new StreamResult.Conditions(
            plan.partitions(),
            plan.threads(),
            plan.tasks(),
            plan.context(),
            plan.queries(),
            plan.events(),
            plan.rounds(),
            plan.seed(),
            jvmFlags,
            settings),
        Machines.here());
  }

  private static @Nullable Double ratioToIdentity(
      Map<ServiceKind, List<Measurement>> measured, ServiceKind kind) {
    List<Measurement> identity = measured.get(ServiceKind.IDENTITY);
    if (identity == null) {
      return null;
    }
    List<Measurement> own = get(measured, kind);
    double[] ratios = new double[own.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = own.get(i).eventsPerSecond() / identity.get(i).eventsPerSecond();
    }
    return median(ratios);
  }

  private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> of) {
    return median(rounds.stream().mapToDouble(of).toArray());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  private static <V> V get(Map<ServiceKind, V> map, ServiceKind kind) {
    return Objects.requireNonNull(map.get(kind), kind.label());
  }
}
