package io.mixtide.load;

import io.mixtide.app.UserErrorException;
import java.time.Duration;

/**
 * How much load of what kind.
 *
 * @param tasks number of tasks that events are spread over, at least 1
 * @param rate events a second, above 0
 * @param warmUp how long to send before what is measured
 * @param time how long to send what is measured
 * @param bad share of events that no service can use, 0 to 1
 * @param queries queries with each event, 0 to 256
 * @param dx numbers in an x, at least 1
 * @param dy numbers in a y, at least 1
 * @param seed of tasks and observations
 */
public record LoadPlan(
    int tasks,
    double rate,
    Duration warmUp,
    Duration time,
    double bad,
    int queries,
    int dx,
    int dy,
    long seed) {
  private static final double MAX_EVENTS = Integer.MAX_VALUE / 2.0;

  /**
   * Checks each, and that what comes of them can be kept account of.
   *
   * @throws UserErrorException if one is out of its range
   */
  public LoadPlan {
    require(tasks >= 1, "--tasks is %d: give 1 or more", tasks);
    require(rate > 0 && rate < MAX_EVENTS, "--rate is %s: give events a second above 0", rate);
    require(bad >= 0 && bad <= 1, "--bad is %s: give a share from 0 to 1", bad);
    require(queries >= 0 && queries <= 256, "--queries is %d: give 0 to 256", queries);
    require(dx >= 1, "--dx is %d: give 1 or more", dx);
    require(dy >= 1, "--dy is %d: give 1 or more", dy);
    require(
        count(rate, time) >= 1 && count(rate, warmUp.plus(time)) <= MAX_EVENTS,
        "--for %s at this rate is no reasonable number of events: give a time such as 30s",
        time);
    require(
        count(rate, warmUp.plus(time)) * Math.max(1, queries) <= MAX_EVENTS,
        "%s queries in all are more than can be kept account of: send fewer or shorter",
        Math.round(count(rate, warmUp.plus(time)) * queries));
  }

  /**
   * How long so many events take.
   *
   * @throws UserErrorException if that is no number of events
   */
  static Duration timeOf(int events, double rate) {
    require(events >= 1, "--events is %d: give 1 or more", events);
    // One that ends on the last event would lose it to rounding.
    return Duration.ofNanos((long) ((events + 0.5) / rate * 1e9));
  }

  /** Number of events in all. */
  public long events() {
    return (long) count(rate, warmUp.plus(time));
  }

  /** The first event that is measured; those before it are only checked. */
  long firstMeasured() {
    return (long) count(rate, warmUp);
  }

  private static double count(double rate, Duration time) {
    return rate * time.toNanos() / 1e9;
  }

  private static void require(boolean condition, String message, Object value) {
    if (!condition) {
      throw new UserErrorException(message.formatted(value));
    }
  }
}
