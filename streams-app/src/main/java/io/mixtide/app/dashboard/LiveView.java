package io.mixtide.app.dashboard;

import io.mixtide.model.evaluation.Score;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.DriftEvent;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.ShadowScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the latest outputs of the service come to. Bounded: it keeps the latest tasks, alerts and
 * latencies only. Safe for use by several threads.
 */
final class LiveView {
  private static final int LATENCIES = 2000;
  private static final int DRIFTS = 100;
  private static final int WAKING = 2;

  private final Supplier<Optional<Release>> inForce;
  private final Score ambiguity;
  private final LongSupplier clock;
  private final LatestTasks tasks = new LatestTasks();
  private final OpenAlerts alerts;
  private final Rate events;
  private final long[] latencies = new long[LATENCIES];
  private final List<DriftEvent> drifts = new ArrayList<>();
  private final CountDownLatch catchingUp = new CountDownLatch(1);
  private long measured;
  private @Nullable Long lag;
  private @Nullable String problem;
  private String shadowed = "";
  private long shadowScores;
  private double shadowGain;

  /**
   * @param inForce the release in force, if there is one
   * @param ambiguity the score that alerts watch
   * @param clock milliseconds since 1970
   */
  LiveView(Supplier<Optional<Release>> inForce, Score ambiguity, LongSupplier clock) {
    this.inForce = inForce;
    this.ambiguity = ambiguity;
    this.clock = clock;
    alerts = new OpenAlerts(clock.getAsLong());
    events = new Rate(clock.getAsLong());
  }

  /**
   * Takes in an output.
   *
   * @param key as on its topic
   * @param time its record's timestamp, milliseconds since 1970
   * @param fresh whether it was written since the view was opened; else it tells no rate or latency
   */
  synchronized void accept(String key, SpecificRecord output, long time, boolean fresh) {
    long now = clock.getAsLong();
    switch (output) {
      case Posterior posterior -> {
        tasks.accept(key, posterior);
        if (fresh) {
          events.add(now);
          latencies[(int) (measured++ % LATENCIES)] = Math.max(0, now - time);
        }
      }
      case AmbiguityEvent event -> alerts.accept(key, event, time, fresh, now);
      case DriftEvent drift -> {
        drifts.add(drift);
        if (drifts.size() > DRIFTS) {
          drifts.removeFirst();
        }
      }
      case ShadowScore score -> accept(score);
      default -> throw new IllegalArgumentException("no " + output.getClass() + " expected");
    }
  }

  private void accept(ShadowScore score) {
    if (!score.getRelease().equals(shadowed)) {
      shadowed = score.getRelease();
      shadowScores = 0;
      shadowGain = 0;
    }
    Double logScore = score.getLogScore();
    if (logScore != null) {
      shadowScores++;
      shadowGain += (logScore - score.getLogScoreInForce() - shadowGain) / shadowScores;
    }
  }

  /** Says that all that was there before has been taken in. */
  void caughtUp() {
    catchingUp.countDown();
  }

  /**
   * Waits until all that was there before has been taken in.
   *
   * @return whether it has, after at most so many milliseconds
   */
  boolean awaitCaughtUp(long millis) throws InterruptedException {
    return catchingUp.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Says how many records wait to be taken in; null if that cannot be told. */
  synchronized void lag(@Nullable Long records) {
    lag = records;
  }

  /** Says why the topics cannot be read; null if they can. */
  synchronized void problem(@Nullable String reason) {
    problem = reason;
  }

  /**
   * What there is to see now.
   *
   * @param chosen the task that is looked at; empty for none
   */
  synchronized Snapshot snapshot(Optional<String> chosen) {
    long now = clock.getAsLong();
    Optional<Release> release = inForce.get();
    List<Snapshot.TaskLine> lines =
        release
            .map(r -> tasks.lines(r.version(), new Usual(r.heldOut().percentiles(), ambiguity)))
            .orElse(List.of());
    // Of a single observation little can be known: such tasks would be all there is to see.
    List<Snapshot.TaskLine> ranked =
        lines.stream().filter(line -> line.contextSize() >= WAKING).toList();
    return new Snapshot(
        now,
        release.map(Release::version).orElse(null),
        problem,
        new Snapshot.Vitals(events.perSecond(now), latency(0.5), latency(0.99), lag),
        lines.size(),
        LatestTasks.most(
            ranked,
            Comparator.comparingDouble(Snapshot.TaskLine::ambiguityRank)
                .thenComparingDouble(Snapshot.TaskLine::ambiguity)),
        LatestTasks.most(
            ranked,
            Comparator.comparingDouble(Snapshot.TaskLine::noveltyRank)
                .thenComparingDouble(line -> -line.novelty())),
        tasks.map(lines),
        alerts.alerts(now),
        drifts.stream()
            .filter(drift -> release.isPresent())
            .filter(drift -> drift.getRelease().equals(release.orElseThrow().version()))
            .map(LiveView::drift)
            .toList(),
        shadowScores == 0 ? null : new Snapshot.Shadow(shadowed, shadowScores, shadowGain),
        chosen.map(task -> tasks.chosen(task, lines)).orElse(null));
  }

  private static Snapshot.Drift drift(DriftEvent drift) {
    return new Snapshot.Drift(
        drift.getStatistic().name(),
        drift.getPartition(),
        drift.getEvidence(),
        drift.getThreshold(),
        drift.getTasks(),
        drift.getNoveltyRank(),
        drift.getAlertRate());
  }

  private @Nullable Double latency(double share) {
    int count = (int) Math.min(measured, LATENCIES);
    if (count == 0) {
      return null;
    }
    long[] sorted = Arrays.copyOf(latencies, count);
    Arrays.sort(sorted);
    return (double) sorted[(int) (share * (count - 1))];
  }
}
