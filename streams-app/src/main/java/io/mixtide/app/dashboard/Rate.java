package io.mixtide.app.dashboard;

/** How often something happens a second, over the latest seconds. For one thread at a time. */
final class Rate {
  private static final int SLOTS = 10;
  private static final long SLOT_MS = 500;

  private final long[] counts = new long[SLOTS];
  private final long start;
  private long latest;

  /**
   * @param now milliseconds since any beginning
   */
  Rate(long now) {
    start = now;
    latest = now / SLOT_MS;
  }

  /** Counts one. */
  void add(long now) {
    advance(now);
    counts[(int) (latest % SLOTS)]++;
  }

  /** Events a second over the latest 4.5 to 5 seconds, or since the start if that is less. */
  double perSecond(long now) {
    advance(now);
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    long span = Math.min((SLOTS - 1) * SLOT_MS + now % SLOT_MS, now - start);
    return sum * 1000.0 / Math.max(SLOT_MS, span);
  }

  private void advance(long now) {
    long slot = now / SLOT_MS;
    latest = Math.max(latest, slot - SLOTS);
    while (latest < slot) {
      latest++;
      counts[(int) (latest % SLOTS)] = 0;
    }
  }
}
