package io.mixtide.chaos;

import io.mixtide.app.UserErrorException;
import io.mixtide.load.LoadPlan;
import java.time.Duration;

/**
 * What a run is to be.
 *
 * @param seed of the faults and of the load
 * @param time how long faults are injected under load
 * @param brief whether there is to be one fault of each of the three lanes only
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
    int instances,
    int partitions,
    double rate,
    int tasks,
    double bad) {
  static final int BROKERS = 3;

  private static final Duration LEAST = Duration.ofSeconds(60);
  private static final int MOST_INSTANCES = 16;

  /**
   * Checks each.
   *
   * @throws UserErrorException if one is out of its range
   */
  ChaosOptions {
    if (time.compareTo(LEAST) < 0) {
      throw new UserErrorException(
          "--for %s leaves no time for faults to heal: give 60s or more".formatted(time));
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
    return brief ? Duration.ofSeconds(15) : Duration.ofSeconds(40);
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
