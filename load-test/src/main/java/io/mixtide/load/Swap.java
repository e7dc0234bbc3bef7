package io.mixtide.load;

import org.jspecify.annotations.Nullable;

/**
 * What it cost to put another release in force while events came. A second is one of due times for
 * latency and one of receipt for gaps; both count from when the first measured event was due.
 *
 * @param from the release of the first posterior
 * @param to the release that was put in force
 * @param answeredByFrom posteriors of the former, the warm-up's included
 * @param answeredByTo posteriors of the latter
 * @param cost null if no posterior names {@code to}
 */
public record Swap(
    String from, String to, long answeredByFrom, long answeredByTo, @Nullable Cost cost) {

  /**
   * Before and at the swap. <em>Before</em> are up to ten whole seconds until it was asked for.
   *
   * @param secondsToFirst from when it was asked for to the receipt of the first posterior of the
   *     new release
   * @param p99MsBefore 99th percentile of latency, in milliseconds
   * @param p99MsAtSwap the same over the second in which the earliest event was due that the new
   *     release answered
   * @param ratio of the latter to the former
   * @param worstP99Ms of the worst second from the asking to the one after the swap
   * @param longestGapMsBefore longest time without any output, in milliseconds
   * @param longestGapMsAtSwap the same from the second of the asking to the one after that of the
   *     first posterior of the new release
   */
  public record Cost(
      double secondsToFirst,
      double p99MsBefore,
      double p99MsAtSwap,
      double ratio,
      double worstP99Ms,
      double longestGapMsBefore,
      double longestGapMsAtSwap) {}
}
