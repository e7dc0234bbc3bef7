package io.mixtide.app.trainer;

import io.mixtide.app.trainer.RoundPlan.Stretch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows of itself; every write replaces it together with what was written.
 *
 * @param nextOrdinal ordinal of the next arrival
 * @param tasks number of tasks kept
 * @param bytes of their values
 * @param fresh logs taken in since the last round began
 * @param dropped tasks dropped for want of room
 * @param refused records that were no usable log
 * @param rounds number of rounds begun
 * @param quietSince when the last round ended, or the store was made; milliseconds since 1970
 * @param drift the release that was reported to have drifted and was not retrained since; null for
 *     none
 * @param stretches what was read, by partition as {@code TOPIC-PARTITION}
 * @param round the round under way; null for none
 */
record StoreState(
    long nextOrdinal,
    long tasks,
    long bytes,
    long fresh,
    long dropped,
    long refused,
    int rounds,
    long quietSince,
    @Nullable String drift,
    Map<String, Stretch> stretches,
    @Nullable RoundPlan round) {

  static StoreState empty(long now) {
    return new StoreState(0, 0, 0, 0, 0, 0, 0, now, null, Map.of(), null);
  }

  StoreState begun(RoundPlan plan) {
    return new StoreState(
        nextOrdinal,
        tasks,
        bytes,
        0,
        dropped,
        refused,
        rounds + 1,
        quietSince,
        null,
        stretches,
        plan);
  }

  StoreState ended(long now) {
    return new StoreState(
        nextOrdinal, tasks, bytes, fresh, dropped, refused, rounds, now, drift, stretches, null);
  }
}
