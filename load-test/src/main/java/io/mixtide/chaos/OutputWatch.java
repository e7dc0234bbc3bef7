package io.mixtide.chaos;

import io.mixtide.app.demo.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Watches how long partitions are without output. Times are {@link System#nanoTime()}s. Safe for
 * use by the reading thread and those that ask.
 */
final class OutputWatch {
  private static final double NANOS_PER_MS = 1e6;

  /** Shorter gaps are those between the commits of an undisturbed service. */
  private static final long NOTABLE = 100_000_000;

  /** A time without output. */
  private record Gap(long from, long to) {}

  private final Schedule schedule;
  private final long end;
  private final long[] last;
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Recovery> awaited = new ArrayList<>();

  /**
   * @param schedule when each event is due
   * @param events how many there are
   * @param partitions that get them, all the time
   */
  OutputWatch(Schedule schedule, long events, int partitions) {
    this.schedule = schedule;
    end = schedule.at(events);
    last = new long[partitions];
    Arrays.fill(last, schedule.start());
  }

  /** The answer to an event came. */
  synchronized void received(int partition, long event, long now) {
    if (now - last[partition] > NOTABLE) {
      gaps.add(new Gap(last[partition], now));
    }
    last[partition] = now;
    long due = schedule.at(event);
    awaited.removeIf(recovery -> recovery.answered(partition, due, now));
  }

  /** Follows from now on when every partition has output again. */
  synchronized Recovery expect(long since) {
    Recovery recovery = new Recovery(since, last.length);
    awaited.add(recovery);
    return recovery;
  }

  /**
   * The longest time that any partition had no output while it had input, of those times that touch
   * a period; in milliseconds.
   */
  synchronized double longestGapMs(long from, long to) {
    long longest = 0;
    for (Gap gap : gaps) {
      if (gap.from() < Math.min(to, end) && gap.to() > from) {
        longest = Math.max(longest, gap.to() - gap.from());
      }
    }
    for (long latest : last) {
      longest = Math.max(longest, latest < to ? Math.min(to, end) - latest : 0);
    }
    return longest / NANOS_PER_MS;
  }
}
