package io.mixtide.schemas.registry;

import java.time.Duration;

/**
 * How long to insist on an answer.
 *
 * @param rounds how often every URL is tried, at least 1
 * @param firstPause pause after the first round; each later one is twice as long
 * @param timeout longest wait for one answer
 * @param absence how long an id that the registry does not have is not asked for again
 */
record Retries(int rounds, Duration firstPause, Duration timeout, Duration absence) {

  static final Retries DEFAULT =
      new Retries(5, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(1));
}
