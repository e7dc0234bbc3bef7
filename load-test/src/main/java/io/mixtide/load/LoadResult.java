package io.mixtide.load;

import io.mixtide.schemas.DeadLetterReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run measured and proved; the JSON of {@code --json} has these names.
 *
 * @param seed of tasks and observations
 * @param events sent, good and bad
 * @param rate events a second that the schedule had
 * @param answeredPerSecond good events after warming up, over the time until the last posterior
 * @param latestSendMs the most that the sender itself was behind its schedule, after warming up
 * @param latencyMs after warming up, from when an event was due, whether or not it could be sent
 *     then, to the receipt of its posterior
 * @param unsent events that the broker did not take
 * @param outOfSequence posteriors that did not follow their task's former one
 * @param posteriors one for each good event
 * @param predictions one for each query of a good event
 * @param deadLetters one for each bad event, with the right reason and source offset
 * @param deadLettersByReason the same for each reason that was due or came
 * @param swap of the release in force; null if none was asked for
 */
public record LoadResult(
    long seed,
    long events,
    double rate,
    double answeredPerSecond,
    double latestSendMs,
    Latency latencyMs,
    long unsent,
    long outOfSequence,
    Tally posteriors,
    Tally predictions,
    Tally deadLetters,
    Map<DeadLetterReason, Tally> deadLettersByReason,
    @Nullable Swap swap) {

  /** Percentiles in milliseconds. */
  public record Latency(double p50, double p99, double p999, double max) {}

  /** How many were due, how many of those came, and how many came that were not due. */
  public record Tally(long due, long came, long excess) {
    /** Whether each that was due came once, and nothing else. */
    public boolean isExact() {
      return came == due && excess == 0;
    }
  }

  /** The same with what is to be said of a swap. */
  LoadResult with(Swap seen) {
    return new LoadResult(
        seed,
        events,
        rate,
        answeredPerSecond,
        latestSendMs,
        latencyMs,
        unsent,
        outOfSequence,
        posteriors,
        predictions,
        deadLetters,
        deadLettersByReason,
        seen);
  }

  /** Whether a swap that was asked for was seen; true if none was. */
  boolean hasSwapped() {
    return swap == null || swap.cost() != null;
  }

  /** Whether the service answered everything exactly once. */
  public boolean isExact() {
    return unsent == 0
        && outOfSequence == 0
        && posteriors.isExact()
        && predictions.isExact()
        && deadLetters.isExact();
  }
}
