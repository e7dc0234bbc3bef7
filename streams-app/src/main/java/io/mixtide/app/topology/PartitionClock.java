package io.mixtide.app.topology;

/**
 * Event time of a partition: how far its accepted observations have come, so that what depends on
 * it depends on the records and their order alone.
 *
 * <p>An observation cannot be made after it was recorded: an event time beyond the record's
 * timestamp is taken for that timestamp, so that a sender with a wrong clock does not carry the
 * others along.
 *
 * <p>Kept in memory: after a restart it starts anew with the next arrival, and may be behind where
 * it was. What waits for it then waits longer. It is never ahead of what was observed, so nothing
 * happens too early.
 */
final class PartitionClock {
  /** Early enough for every time, and far enough from the least number to take durations away. */
  private long now = Long.MIN_VALUE / 2;

  /** Milliseconds since 1970-01-01T00:00:00Z; long before all history until an observation. */
  long now() {
    return now;
  }

  /** Takes notice of an accepted observation; both times in milliseconds since 1970. */
  void advance(long eventTime, long recordTime) {
    now = Math.max(now, Math.min(eventTime, recordTime));
  }
}
