package io.mixtide.benchmark.stream;

import io.mixtide.benchmark.measure.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} prints.
 *
 * @param contexts by observations in a task's context; null if not measured
 * @param tasks by tasks that events are spread over; null if not measured
 * @param plan of the runs, but for what grows
 * @param machine that they ran on
 */
record GrowthResult(
    @Nullable Growth contexts,
    @Nullable Growth tasks,
    StreamResult.Conditions plan,
    Machine machine) {

  /**
   * How cost grows. Exponents are those of {@link PowerLaw}, of the points' figures of the same
   * name.
   *
   * @param inferenceExponent null where inference is not timed
   */
  record Growth(
      List<Point> points,
      double cpuExponent,
      double taskBytesExponent,
      @Nullable Double inferenceExponent) {}

  /**
   * At one size; medians over the rounds.
   *
   * @param size what grows
   * @param cpuMicros CPU time of the service's process a record, from a backlog
   * @param eventsPerSecond from a backlog
   * @param taskBytes key and value of a task's state, which an arrival reads and writes
   * @param observationBytes key and value of one observation, which an arrival appends
   * @param inferenceMicros an observation and a query inferred at a context of this size, without a
   *     stream; null if not timed
   */
  record Point(
      long size,
      double cpuMicros,
      double eventsPerSecond,
      double taskBytes,
      double observationBytes,
      @Nullable Double inferenceMicros,
      List<Double> cpuMicrosByRound,
      List<Double> eventsPerSecondByRound) {}
}
