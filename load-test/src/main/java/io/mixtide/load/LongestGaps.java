package io.mixtide.load;

import java.util.ArrayList;
import java.util.List;

/**
 * The longest time without output in each second. A gap counts in full in every second that it
 * touches. Not safe for use by several threads.
 */
final class LongestGaps {
  private static final long NANOS = 1_000_000_000L;
  private static final double NANOS_PER_MS = 1e6;

  private final List<Long> seconds = new ArrayList<>();
  private long last = 0;

  /**
   * Output came.
   *
   * @param now when, in nanoseconds since second 0 began; not before what came last
   */
  void output(long now) {
    int second = Math.toIntExact(now / NANOS);
    while (seconds.size() <= second) {
      seconds.add(0L);
    }
    for (int touched = (int) (last / NANOS); touched <= second; touched++) {
      seconds.set(touched, Math.max(seconds.get(touched), now - last));
    }
    last = now;
  }

  /**
   * The longest gap that touches some seconds, in milliseconds; 0 if no output came in them.
   *
   * @param from the first second; one below 0 is as 0
   * @param to the second after the last
   */
  double longest(int from, int to) {
    long longest = 0;
    for (int second = Math.max(0, from); second < Math.min(to, seconds.size()); second++) {
      longest = Math.max(longest, seconds.get(second));
    }
    return longest / NANOS_PER_MS;
  }
}
