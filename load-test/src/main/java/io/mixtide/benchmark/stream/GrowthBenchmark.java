package io.mixtide.benchmark.stream;

import io.mixtide.app.topology.AdaptationTopology;
import io.mixtide.benchmark.measure.JmhRuns;
import io.mixtide.benchmark.measure.Machine;
import io.mixtide.benchmark.measure.Median;
import io.mixtide.benchmark.stream.GrowthResult.Growth;
import io.mixtide.benchmark.stream.GrowthResult.Point;
import io.mixtide.benchmark.stream.Turns.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Mixtide's service at several sizes of contexts and numbers of tasks: a process for each, measured
 * in turn.
 *
 * @param contexts observations in a context, ascending
 * @param contextTasks tasks that share the events while contexts grow
 * @param tasks how many, ascending
 * @param warmUp events before any is measured, at the least
 * @param events of a backlog, each round
 * @param progress told in words
 */
record GrowthBenchmark(
    List<Integer> contexts,
    int contextTasks,
    List<Integer> tasks,
    long warmUp,
    long events,
    int rounds,
    Consumer<String> progress) {
  private static final int PARTITIONS = 2;
  private static final int QUERIES = 1;
  private static final long SEED = 1;
  private static final JmhRuns INFERENCES = new JmhRuns(1, 5, TimeValue.milliseconds(500));

  /** Bytes of what is kept, by the changelogs. */
  private record Kept(double task, double observation) {}

  /** How many times progress is told of so many sizes of contexts and numbers of tasks. */
  static long steps(int contexts, int tasks, int rounds) {
    return contexts + (contexts + tasks) * (rounds + 1L);
  }

  GrowthResult run() throws InterruptedException {
    List<Candidate> candidates = new ArrayList<>();
    for (int context : contexts) {
      candidates.add(candidate("context=" + context, plan(contextTasks, context)));
    }
    for (int number : tasks) {
      candidates.add(candidate("tasks=" + number, plan(number, 0)));
    }
    List<Double> inferences = new ArrayList<>();
    for (int context : contexts) {
      progress.accept("timing inference at a context of " + context);
      inferences.add(
          INFERENCES
              .run(ContextBenchmark.class, Map.of("context", String.valueOf(context)))
              .getScore());
    }
    List<Outcome<Saturation, Kept>> outcomes =
        new Turns(candidates, rounds, null, progress)
            .run(ServiceProcess::saturate, Saturation::text, GrowthBenchmark::kept);
    int split = contexts.size();
    return new GrowthResult(
        growth(contexts, outcomes.subList(0, split), inferences),
        growth(tasks, outcomes.subList(split, outcomes.size()), List.of()),
        StreamResult.Conditions.of(candidates.getFirst()),
        Machine.here());
  }

  private static Candidate candidate(String variation, StreamPlan plan) {
    return new Candidate(
        ServiceKind.MIXTIDE, variation, plan, List.of(Variations.collector("G1")), Map.of());
  }

  private StreamPlan plan(int tasks, int context) {
    return new StreamPlan(
        PARTITIONS,
        PARTITIONS,
        tasks,
        context,
        QUERIES,
        warmUp,
        events,
        Duration.ZERO,
        rounds,
        SEED);
  }

  private static Kept kept(ServiceProcess process) {
    return new Kept(
        ChangelogRecords.meanBytes(process.settings(), AdaptationTopology.TASKS),
        ChangelogRecords.meanBytes(process.settings(), AdaptationTopology.OBSERVATIONS));
  }

  /**
   * @param inferences at each size; empty if not timed
   */
  private static @Nullable Growth growth(
      List<Integer> sizes, List<Outcome<Saturation, Kept>> outcomes, List<Double> inferences) {
    if (sizes.isEmpty()) {
      return null;
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      List<Saturation> rounds = outcomes.get(i).rounds();
      points.add(
          new Point(
              sizes.get(i),
              Median.of(rounds, Saturation::cpuMicros),
              Median.of(rounds, Saturation::eventsPerSecond),
              outcomes.get(i).last().task(),
              outcomes.get(i).last().observation(),
              inferences.isEmpty() ? null : inferences.get(i),
              rounds.stream().map(Saturation::cpuMicros).toList(),
              rounds.stream().map(Saturation::eventsPerSecond).toList()));
    }
    return new Growth(
        points,
        exponent(points, Point::cpuMicros),
        exponent(points, Point::taskBytes),
        inferences.isEmpty()
            ? null
            : PowerLaw.exponent(
                sizes.stream().mapToDouble(size -> size).toArray(),
                inferences.stream().mapToDouble(micros -> micros).toArray()));
  }

  private static double exponent(List<Point> points, ToDoubleFunction<Point> figure) {
    return PowerLaw.exponent(
        points.stream().mapToDouble(Point::size).toArray(),
        points.stream().mapToDouble(figure).toArray());
  }
}
