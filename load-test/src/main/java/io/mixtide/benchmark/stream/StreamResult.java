package io.mixtide.benchmark.stream;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} prints.
 *
 * @param results of each service, medians over the rounds
 * @param ratioToIdentity events a second of Mixtide over those of the identity topology in the same
 *     round, the median over the rounds; null unless both were measured
 * @param plan what was measured
 * @param machine what it was measured on
 */
record StreamResult(
    List<ServiceResult> results,
    @Nullable Double ratioToIdentity,
    Conditions plan,
    Machine machine) {

  /**
   * Of one service. See {@link Measurement} for what has the same name there.
   *
   * @param ratioToIdentity as above, of this service
   * @param eventsPerSecondByRound in order
   * @param microsByPart CPU time a record at saturation by where it goes; null without a profile
   */
  record ServiceResult(
      String service,
      double eventsPerSecond,
      double rate,
      double p50Ms,
      double p99Ms,
      double p999Ms,
      double cpuMicros,
      double allocatedBytes,
      @Nullable Double residentMib,
      @Nullable Double ratioToIdentity,
      List<Double> eventsPerSecondByRound,
      @Nullable Map<String, Double> microsByPart) {}

  /** See {@link StreamPlan}. */
  record Conditions(
      int partitions,
      int threads,
      int tasks,
      int context,
      int queries,
      long events,
      int rounds,
      long seed,
      List<String> jvmFlags,
      Map<String, String> settings) {}

  /**
   * A machine.
   *
   * @param cores that the JVM sees
   */
  record Machine(String cpu, int cores, long memoryMib, String os, String java) {}
}
