package io.mixtide.restore;

import io.mixtide.app.UserErrorException;

/**
 * What a restart cost with and without state.
 *
 * @param megabytes size of the changelogs that were read, in 10^6 bytes
 * @param partitions whose state that is; one stream thread restores them all
 * @param secondsWithState from the start of the service until it takes traffic
 * @param secondsWithoutState likewise
 * @param megabytesPerSecond of the thread, for all its partitions, in what the second took longer
 */
record RestoreResult(
    double megabytes,
    int partitions,
    double secondsWithState,
    double secondsWithoutState,
    double megabytesPerSecond) {

  /** Less cannot be told from the noise of two restarts. */
  private static final double LEAST_SECONDS = 0.5;

  /**
   * Compares two restarts.
   *
   * @throws UserErrorException if they took too much the same time to tell
   */
  static RestoreResult of(
      double megabytes, int partitions, double secondsWithState, double secondsWithoutState) {
    if (secondsWithoutState - secondsWithState < LEAST_SECONDS) {
      throw new UserErrorException(
          "%.0f MB were restored too fast to be timed: give more --megabytes".formatted(megabytes));
    }
    return new RestoreResult(
        megabytes,
        partitions,
        secondsWithState,
        secondsWithoutState,
        megabytes / (secondsWithoutState - secondsWithState));
  }
}
