package io.mixtide.load;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Latencies of events, one distribution for each second in which they were due. Not safe for use by
 * several threads.
 */
final class LatencyBySecond {
  private static final long NANOS = 1_000_000_000L;
  private static final int DIGITS = 3;
  private static final double US_PER_MS = 1e3;

  private final List<Histogram> seconds = new ArrayList<>();

  /**
   * An event was answered.
   *
   * @param due when it was due, in nanoseconds since second 0 began, 0 or more
   * @param latency until its answer, in nanoseconds; a negative one counts as none
   */
  void record(long due, long latency) {
    int second = Math.toIntExact(due / NANOS);
    while (seconds.size() <= second) {
      seconds.add(new Histogram(DIGITS));
    }
    seconds.get(second).recordValue(Math.max(0, latency / 1000));
  }

  /**
   * 99th percentile over all events that were due in some seconds, in milliseconds; 0 if none was.
   *
   * @param from the first second; one below 0 is as 0
   * @param to the second after the last
   */
  double p99(int from, int to) {
    Histogram all = new Histogram(DIGITS);
    for (int second = Math.max(0, from); second < Math.min(to, seconds.size()); second++) {
      all.add(seconds.get(second));
    }
    return all.getValueAtPercentile(99) / US_PER_MS;
  }

  /**
   * The highest of the seconds' own 99th percentiles, in milliseconds; seconds as in {@link #p99}.
   */
  double worstP99(int from, int to) {
    double worst = 0;
    for (int second = from; second < to; second++) {
      worst = Math.max(worst, p99(second, second + 1));
    }
    return worst;
  }
}
