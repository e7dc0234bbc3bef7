package io.mixtide.restore;

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

  static RestoreResult of(
      double megabytes, int partitions, double secondsWithState, double secondsWithoutState) {
    return new RestoreResult(
        megabytes,
        partitions,
        secondsWithState,
        secondsWithoutState,
        megabytes / (secondsWithoutState - secondsWithState));
  }
}
