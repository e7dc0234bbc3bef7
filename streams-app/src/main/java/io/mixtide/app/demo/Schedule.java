package io.mixtide.app.demo;

import java.util.concurrent.locks.LockSupport;

/**
 * A fixed schedule of events, kept whether or not those who take them keep up: what comes late was
 * due all the same, and its wait counts.
 *
 * @param start when event 0 is due, in {@link System#nanoTime()}
 * @param perSecond events a second once it has risen, positive
 * @param riseSeconds how long the rate rises linearly from 0; 0 for a rate that is constant
 */
public record Schedule(long start, double perSecond, double riseSeconds) {
  private static final double NANOS = 1e9;
  private static final long LEAST_SLEEP_NANOS = 1_000_000;

  /** When an event is due, in {@link System#nanoTime()}. */
  public long at(long event) {
    double risen = perSecond * riseSeconds / 2;
    double seconds =
        event < risen
            ? Math.sqrt(2 * event * riseSeconds / perSecond)
            : riseSeconds + (event - risen) / perSecond;
    return start + (long) (seconds * NANOS);
  }

  /**
   * Waits until an event is due; returns at once if it is. It sleeps for a millisecond at least, so
   * that a fast schedule does not wake the processor for each event: some come that much late.
   */
  public void await(long event) {
    long due = at(event);
    long wait = due - System.nanoTime();
    while (wait > 0) {
      LockSupport.parkNanos(Math.max(wait, LEAST_SLEEP_NANOS));
      wait = due - System.nanoTime();
    }
  }
}
