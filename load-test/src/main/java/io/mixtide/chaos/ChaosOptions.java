package io.mixtide.chaos;

import io.mixtide.app.UserErrorException;
import io.mixtide.load.LoadPlan;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a run is to be.
 *
 * @param seed of the faults and of the load
 * @param time how long faults are injected under load
 * @param brief whether there is to be one fault of each of the three lanes only
 * @param kinds of the faults that come at all
 * @param instances of the service, at least 2
 * @param partitions of the topics, at least 1
 * @param rate events a second
 * @param tasks that events are spread over
 * @param bad share of events that no service can use
 */
record ChaosOptions(
    long seed,
    Duration time,
    boolean brief,
    Set<FaultKind> kinds,
    int instances,
    int partitions,
    double rate,
    int tasks,
    double bad) {
  static final int BROKERS = 3;

  /** Of the faults that come at all, if no one chooses. */
  static final Set<FaultKind> ALL_KINDS = Set.copyOf(EnumSet.allOf(FaultKind.class));

  private static final Duration LEAST = Duration.ofSeconds(60);
  private static final Duration LEAST_IF_BRIEF = Duration.ofSeconds(45);
  private static final Duration MOST_WARM_UP = Duration.ofSeconds(40);
  private static final int MOST_INSTANCES = 16;

  /**
   * Checks each.
   *
   * @throws UserErrorException if one is out of its range
   */
  ChaosOptions {
    kinds = Set.copyOf(kinds);
    if (brief && !kinds.equals(ALL_KINDS)) {
      throw new UserErrorException("--short has its three faults: leave out --only, or give --for");
    }
    Duration least = brief ? LEAST_IF_BRIEF : LEAST;
    if (time.compareTo(least) < 0) {
      throw new UserErrorException(
          "--for %s leaves no time for faults to heal: give %ds or more"
              .formatted(time, least.toSeconds()));
    }
    if (instances < 2 || instances > MOST_INSTANCES) {
      throw new UserErrorException(
          "--instances is %d: give 2 to %d, so that others go on while one is gone"
              .formatted(instances, MOST_INSTANCES));
    }
    if (partitions < 1) {
      throw new UserErrorException("--partitions is %d: give 1 or more".formatted(partitions));
    }
  }

  /**
   * How long the load lasts before the first fault's time counts. Processes compile what they run
   * often; until then, on a few cores, recovery would be measured from a backlog.
   */
  Duration warmUp() {
    Duration fifth = time.dividedBy(5);
    return fifth.compareTo(MOST_WARM_UP) < 0 ? fifth : MOST_WARM_UP;
  }

  /**
   * The load for some time.
   *
   * @throws UserErrorException if rate, tasks or share are out of their range
   */
  LoadPlan load(Duration time) {
    return new LoadPlan(tasks, rate, Duration.ZERO, time, bad, 1, 1, 1, seed);
  }
}
