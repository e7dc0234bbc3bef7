package io.mixtide.app.replay;

import io.mixtide.app.demo.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How fast observations are sent. */
public interface Pace {

  /**
   * Waits until an observation is due.
   *
   * @param index counted from 0
   * @param time when it was made
   */
  void await(long index, Instant time);

  /** As fast as the brokers take them. */
  static Pace unbounded() {
    return (_, _) -> {};
  }

  /** So many a second, positive. */
  static Pace perSecond(double rate) {
    return new Pace() {
      private @Nullable Schedule schedule;

      @Override
      public void await(long index, Instant time) {
        if (schedule == null) {
          schedule = new Schedule(System.nanoTime(), rate, 0);
        }
        schedule.await(index);
      }
    };
  }

  /** With the times between them divided by {@code speed}, which is positive. */
  static Pace ofTimes(double speed) {
    return new Pace() {
      private @Nullable Instant first;
      private long start;

      @Override
      public void await(long index, Instant time) {
        if (first == null) {
          first = time;
          start = System.nanoTime();
        }
        double since = Duration.between(first, time).toMillis() * 1e6 / speed;
        long due = start + (long) since;
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
      }
    };
  }
}
