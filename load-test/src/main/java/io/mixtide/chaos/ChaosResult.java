package io.mixtide.chaos;

import io.mixtide.load.LoadResult;
import io.mixtide.verify.Verification;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What a run did and proved; the JSON of {@code --json} has these names. Outputs are counted twice:
 * by those who sent and read meanwhile, and by the replay of what is on the topics afterwards;
 * whichever counts more is what is said.
 *
 * @param seed of the faults and of the load
 * @param faults how many were injected
 * @param records events sent, good and bad
 * @param missing outputs that were due and did not come
 * @param doubled outputs that came more than once, or were not due
 * @param differing outputs that came, but with other content than they must have
 * @param longestGapMs the longest time that a partition with input had no output
 * @param recoveryMs the longest time from a kill -9 of an instance until every partition had output
 *     again; null if none was killed, or one never had
 * @param recoveryByKindMs the same of the faults of each kind; graceful restarts are a kind
 * @param endedUnasked how often a process ended though no one had told it to
 * @param whole whether at the end all brokers and instances were as they should be
 * @param injected the faults, those included that were left out
 * @param ledger what was counted meanwhile
 * @param replay what the topics prove
 */
record ChaosResult(
    long seed,
    long faults,
    long records,
    long missing,
    long doubled,
    long differing,
    double longestGapMs,
    @Nullable Double recoveryMs,
    Map<FaultKind, Recoveries> recoveryByKindMs,
    int endedUnasked,
    boolean whole,
    List<Injected> injected,
    LoadResult ledger,
    Verification replay) {

  /**
   * Until every partition had output again, over the faults of one kind; in milliseconds.
   *
   * @param faults how many were injected
   * @param mean of those that were recovered from
   * @param longest the same
   */
  record Recoveries(long faults, double mean, double longest) {}

  /** Puts together what is known of a run. */
  static ChaosResult of(
      ChaosOptions options,
      LoadResult ledger,
      Verification replay,
      List<Injected> injected,
      double longestGapMs,
      int endedUnasked,
      boolean whole) {
    List<LoadResult.Tally> tallies =
        List.of(ledger.posteriors(), ledger.predictions(), ledger.deadLetters());
    Map<FaultKind, Recoveries> recoveries = new TreeMap<>();
    for (FaultKind kind : FaultKind.values()) {
      long count = injected.stream().filter(one -> one.took() && one.kind() == kind).count();
      if (count > 0) {
        var times = recoveryTimes(injected, one -> one.kind() == kind).summaryStatistics();
        recoveries.put(
            kind, new Recoveries(count, times.getAverage(), Math.max(0, times.getMax())));
      }
    }
    OptionalDouble afterKills =
        recoveryTimes(
                injected,
                one -> one.kind() == FaultKind.KILL_INSTANCE || one.kind() == FaultKind.WIPE_STATE)
            .max();
    return new ChaosResult(
        options.seed(),
        injected.stream().filter(Injected::took).count(),
        ledger.events(),
        Math.max(
            replay.missing(),
            tallies.stream().mapToLong(tally -> tally.due() - tally.came()).sum()),
        Math.max(replay.doubled(), tallies.stream().mapToLong(LoadResult.Tally::excess).sum()),
        replay.differing(),
        longestGapMs,
        afterKills.isPresent() ? afterKills.getAsDouble() : null,
        recoveries,
        endedUnasked,
        whole,
        injected,
        ledger,
        replay);
  }

  private static DoubleStream recoveryTimes(List<Injected> injected, Predicate<Injected> which) {
    return injected.stream()
        .filter(which)
        .filter(one -> one.recoveryMs() != null)
        .mapToDouble(Injected::recoveryMs);
  }

  /** Whether every record had its outputs once, and the right ones, by both counts. */
  boolean isExact() {
    return ledger.isExact() && replay.isExact();
  }
}
