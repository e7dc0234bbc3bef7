package io.mixtide.load;

import io.mixtide.app.demo.Schedule;
import io.mixtide.schemas.Posterior;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Watches a run's outputs for a release that takes over, and for what that costs. Safe for use by
 * the reading and the reporting thread.
 */
final class SwapWatch {
  private static final long NANOS = 1_000_000_000L;
  private static final int SECONDS_BEFORE = 10;

  private final String to;
  private final long asked;
  private final long firstMeasured;
  private final Schedule schedule;
  private final long zero;
  private final LatencyBySecond latency = new LatencyBySecond();
  private final LongestGaps gaps = new LongestGaps();
  private final Map<String, Long> answered = new HashMap<>();
  private @Nullable String from;
  private int earliestEvent = Integer.MAX_VALUE;
  private long firstReceipt;

  /**
   * @param schedule when each event was due
   */
  SwapWatch(SwapPlan swap, LoadPlan plan, Schedule schedule) {
    to = swap.release().version();
    asked = swap.at().toNanos();
    firstMeasured = plan.firstMeasured();
    this.schedule = schedule;
    zero = schedule.at(firstMeasured);
  }

  /** An output of this run was received at a {@link System#nanoTime()}. */
  synchronized void received(SpecificRecord output, long now) {
    if (now >= zero) {
      gaps.output(now - zero);
    }
    if (output instanceof Posterior posterior) {
      received(posterior, now);
    }
  }

  private void received(Posterior posterior, long now) {
    String release = posterior.getRelease();
    int event = Integer.parseInt(posterior.getObservationId());
    answered.merge(release, 1L, Long::sum);
    if (from == null) {
      from = release;
    }
    if (event >= firstMeasured) {
      latency.record(schedule.at(event) - zero, now - schedule.at(event));
    }
    if (release.equals(to)) {
      if (earliestEvent == Integer.MAX_VALUE) {
        firstReceipt = now - zero;
      }
      earliestEvent = Math.min(earliestEvent, event);
    }
  }

  /** What is to be said of the swap. */
  synchronized Swap result() {
    String former = Objects.requireNonNullElse(from, "none");
    return new Swap(
        former,
        to,
        answered.getOrDefault(former, 0L),
        answered.getOrDefault(to, 0L),
        earliestEvent == Integer.MAX_VALUE ? null : cost());
  }

  private Swap.Cost cost() {
    int askedSecond = (int) (asked / NANOS);
    int second = Math.max(1, (int) ((schedule.at(earliestEvent) - zero) / NANOS));
    // A service that lags also answers what was due before the swap was asked for.
    int undisturbed = Math.min(askedSecond, second);
    double before = latency.p99(undisturbed - SECONDS_BEFORE, undisturbed);
    double atSwap = latency.p99(second, second + 1);
    return new Swap.Cost(
        (firstReceipt - asked) / (double) NANOS,
        before,
        atSwap,
        atSwap / before,
        latency.worstP99(undisturbed, second + 2),
        gaps.longest(askedSecond - SECONDS_BEFORE, askedSecond),
        gaps.longest(askedSecond, (int) (firstReceipt / NANOS) + 2));
  }
}
