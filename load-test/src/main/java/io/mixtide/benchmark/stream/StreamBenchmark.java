package io.mixtide.benchmark.stream;

import io.mixtide.benchmark.measure.JmhRuns;
import io.mixtide.benchmark.measure.Machine;
import io.mixtide.benchmark.measure.Median;
import io.mixtide.benchmark.stream.StreamResult.ServiceResult;
import io.mixtide.benchmark.stream.Turns.Outcome;
import io.mixtide.benchmark.stream.crayfish.ImageBenchmark;
import io.mixtide.benchmark.stream.crayfish.ImageModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.options.TimeValue;

/** Rates from a backlog, and latencies at half of them, of candidates in turn. */
final class StreamBenchmark {
  private static final JmhRuns INFERENCES = new JmhRuns(1, 5, TimeValue.milliseconds(500));

  private final List<Candidate> candidates;
  private final @Nullable Path profiles;
  private final Consumer<String> progress;

  /**
   * @param candidates at least one; the first one's plan is all others' but for what they vary
   * @param profiles directory for a recording of each, null for none
   * @param progress told in words
   */
  StreamBenchmark(List<Candidate> candidates, @Nullable Path profiles, Consumer<String> progress) {
    this.candidates = List.copyOf(candidates);
    this.profiles = profiles;
    this.progress = progress;
  }

  /** How many times progress is told. */
  static long steps(List<Candidate> candidates) {
    long models =
        candidates.stream()
            .map(candidate -> candidate.kind().imageModel())
            .filter(model -> model != null && model != ImageModels.NONE)
            .distinct()
            .count();
    return models + candidates.size() * (candidates.getFirst().plan().rounds() + 1L);
  }

  StreamResult run() throws InterruptedException {
    Map<ImageModels, Double> inferences = inferences();
    StreamPlan plan = candidates.getFirst().plan();
    List<Outcome<Measurement, Boolean>> outcomes =
        new Turns(candidates, plan.rounds(), profiles, progress)
            .run(
                ServiceProcess::measure,
                round -> "%s, p99 %.1f ms".formatted(round.saturation().text(), round.p99Ms()),
                _ -> true);
    List<ServiceResult> results = new ArrayList<>();
    for (Outcome<Measurement, Boolean> outcome : outcomes) {
      results.add(result(outcome, identity(outcome.candidate(), outcomes), inferences));
    }
    return new StreamResult(
        results,
        results.stream()
            .filter(result -> result.service().equals(ServiceKind.MIXTIDE.label()))
            .findFirst()
            .map(ServiceResult::ratioToIdentity)
            .orElse(null),
        StreamResult.Conditions.of(candidates.getFirst()),
        Machine.here());
  }

  /** Microseconds that models of images take by themselves. */
  private Map<ImageModels, Double> inferences() {
    Map<ImageModels, Double> micros = new EnumMap<>(ImageModels.class);
    for (Candidate candidate : candidates) {
      ImageModels model = candidate.kind().imageModel();
      if (model != null && model != ImageModels.NONE && !micros.containsKey(model)) {
        progress.accept("timing the model of " + candidate.kind().label());
        micros.put(
            model, INFERENCES.run(ImageBenchmark.class, Map.of("kind", model.name())).getScore());
      }
    }
    return micros;
  }

  /** What was measured of the identity topology that differs in nothing else. */
  private static @Nullable Outcome<Measurement, Boolean> identity(
      Candidate of, List<Outcome<Measurement, Boolean>> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.candidate().kind() == of.kind().identity())
        .filter(outcome -> outcome.candidate().variation().equals(of.variation()))
        .findFirst()
        .orElse(null);
  }

  private ServiceResult result(
      Outcome<Measurement, Boolean> outcome,
      @Nullable Outcome<Measurement, Boolean> identity,
      Map<ImageModels, Double> inferences) {
    List<Measurement> rounds = outcome.rounds();
    ServiceKind kind = outcome.candidate().kind();
    return new ServiceResult(
        outcome.candidate().name(),
        Median.of(rounds, Measurement::eventsPerSecond),
        Median.of(rounds, Measurement::rate),
        Median.of(rounds, Measurement::p50Ms),
        Median.of(rounds, Measurement::p99Ms),
        Median.of(rounds, Measurement::p999Ms),
        Median.of(rounds, Measurement::cpuMicros),
        Median.of(rounds, Measurement::allocatedBytes),
        rounds.getLast().saturation().residentMib(),
        identity == null ? null : ratio(rounds, identity.rounds()),
        each(rounds, Measurement::eventsPerSecond),
        each(rounds, Measurement::cpuMicros),
        each(rounds, Measurement::p99Ms),
        Optional.ofNullable(kind.imageModel()).map(inferences::get).orElse(null),
        breakdown(outcome));
  }

  private @Nullable Map<String, Double> breakdown(Outcome<Measurement, Boolean> outcome) {
    return profiles == null
        ? null
        : Breakdown.of(
            Turns.recording(Objects.requireNonNull(profiles), outcome.candidate()),
            outcome.windows());
  }

  private static double ratio(List<Measurement> own, List<Measurement> identity) {
    double[] ratios = new double[own.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = own.get(i).eventsPerSecond() / identity.get(i).eventsPerSecond();
    }
    return Median.of(ratios);
  }

  private static List<Double> each(List<Measurement> rounds, ToDoubleFunction<Measurement> of) {
    return rounds.stream().map(of::applyAsDouble).toList();
  }
}
