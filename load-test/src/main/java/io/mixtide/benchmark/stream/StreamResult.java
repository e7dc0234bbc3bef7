package io.mixtide.benchmark.stream;

import io.mixtide.benchmark.measure.Machine;
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
   * Of one service. See {@link Measurement} and {@link Saturation} for what has the same name
   * there.
   *
   * @param service its name, and what was varied of it
   * @param ratioToIdentity as above, of this service, to the identity topology of its work
   * @param eventsPerSecondByRound in order, as the other lists
   * @param inferenceMicros of one image by the model alone, out of the stream; null for other work
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
      List<Double> cpuMicrosByRound,
      List<Double> p99MsByRound,
      @Nullable Double inferenceMicros,
      @Nullable Map<String, Double> microsByPart) {}

  /** See {@link StreamPlan} and {@link Candidate}. */
  record Conditions(
      String work,
      int partitions,
      int threads,
      int tasks,
      int context,
      int queries,
      long warmUp,
      long events,
      long latencyMs,
      int rounds,
      long seed,
      List<String> jvmFlags,
      Map<String, String> settings) {

    /** As of a candidate that nothing was varied of. */
    static Conditions of(Candidate candidate) {
      StreamPlan plan = candidate.plan();
      return new Conditions(
          candidate.kind().work().label(),
          plan.partitions(),
          plan.threads(),
          plan.tasks(),
          plan.context(),
          plan.queries(),
          plan.lead(),
          plan.events(),
          plan.time().toMillis(),
          plan.rounds(),
          plan.seed(),
          candidate.jvmFlags(),
          candidate.settings());
    }
  }
}
