package io.mixtide.app.demo;

import java.util.List;

/**
 * What a demonstration measured; the JSON of {@code --json} has these names.
 *
 * @param release version of the release served from the start
 * @param events context events sent
 * @param posteriors posteriors received, one for each event if nothing is lost
 * @param predictions predictions received
 * @param queries queries sent, one prediction each
 * @param tasks tasks seen
 * @param alertsRaised ambiguity and novelty alerts raised
 * @param alertsCleared alerts cleared
 * @param deadLetters records refused
 * @param outOfSequence posteriors that did not follow their task's former one
 * @param latencyMs from the append of an event to the receipt of its prediction
 * @param prequential mean log score of each observation before it was seen, nats of the user's
 *     units
 * @param releases those that were trained on what the service logged and took effect meanwhile
 * @param seconds how long events were sent
 * @param eventsPerSecond events over seconds
 */
public record DemoResult(
    String release,
    long events,
    long posteriors,
    long predictions,
    long queries,
    long tasks,
    long alertsRaised,
    long alertsCleared,
    long deadLetters,
    long outOfSequence,
    Latency latencyMs,
    Prequential prequential,
    List<Swap> releases,
    double seconds,
    double eventsPerSecond) {

  /** Percentiles in milliseconds. */
  public record Latency(double p50, double p99) {}

  /**
   * A release that took effect.
   *
   * @param version its version
   * @param activatedAtEvent posteriors received before its first
   * @param prequentialBefore mean log score that the release served from the start gives to the
   *     readings of which this one gave posteriors, nats of the user's units
   * @param prequentialAfter mean log score of this one, of the same readings
   */
  public record Swap(
      String version, long activatedAtEvent, double prequentialBefore, double prequentialAfter) {}

  /** The same observations scored by the service and by one Gaussian for all tasks. */
  public record Prequential(double mixtide, double singleGaussian) {}

  /** Whether every event has exactly one posterior and every query one prediction. */
  public boolean isComplete() {
    return posteriors == events && predictions == queries && outOfSequence == 0;
  }
}
