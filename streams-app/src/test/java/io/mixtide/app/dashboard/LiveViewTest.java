package io.mixtide.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.TestReleases;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.DriftEvent;
import io.mixtide.schemas.DriftStatistic;
import io.mixtide.schemas.LabelCandidate;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.ShadowScore;
import io.mixtide.schemas.Vectors;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveViewTest {
  private static final Release RELEASE = TestReleases.release(1);

  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final LiveView view =
      new LiveView(() -> Optional.of(RELEASE), Score.MUTUAL_INFORMATION, clock::get);

  @Test
  void shouldRankTasksByWhatIsUsualForTheirContextSize() {
    view.accept("sure", posterior(1, 0.01, 2), 0, false);
    view.accept("ambiguous", posterior(1, 5, 2), 0, false);
    view.accept("novel", posterior(1, 0.02, -50), 0, false);
    view.accept("of another release", posterior("other", 1, 9, -90), 0, false);

    Snapshot snapshot = view.snapshot(Optional.empty());
    assertThat(snapshot.tasks()).isEqualTo(3);
    assertThat(snapshot.ambiguous()).extracting(Snapshot.TaskLine::task).startsWith("ambiguous");
    assertThat(snapshot.ambiguous().getFirst().ambiguityRank()).isEqualTo(1);
    assertThat(snapshot.novel().getFirst().task()).isEqualTo("novel");
    assertThat(snapshot.novel().getFirst().noveltyRank()).isEqualTo(1);
    assertThat(snapshot.simplex().points()).hasSize(3);
    assertThat(snapshot.simplex().experts()).hasNumberOfRows(4);
  }

  @Test
  void shouldKeepTheNewestPosteriorsOfTheLatestTasks() {
    view.accept("a", posterior(7, 0.1, 0), 0, false);
    view.accept("a", posterior(6, 0.1, 0), 0, false);
    assertThat(chosen("a").line().sequence()).isEqualTo(7);
    for (int i = 0; i < 3000; i++) {
      view.accept("task" + i, posterior(1, 0.1, 0), 0, false);
    }
    Snapshot snapshot = view.snapshot(Optional.of("a"));
    assertThat(snapshot.tasks()).isEqualTo(2000);
    assertThat(snapshot.chosen()).isNull();
  }

  @Test
  void shouldFindTasksLikeTheChosenOne() {
    view.accept("chosen", posterior(3, 0.1, 0, 4, 1, 1, 1), 0, false);
    view.accept("like it", posterior(3, 0.1, 0, 8.2f, 2, 2, 2), 0, false);
    view.accept("unlike", posterior(3, 0.1, 0, 1, 9, 1, 1), 0, false);

    assertThat(chosen("chosen").similar())
        .extracting(Snapshot.Neighbour::task)
        .containsExactly("like it", "unlike");
  }

  @Test
  void shouldMeasureWhatIsFreshOnly() {
    view.accept("old", posterior(1, 0.1, 0), clock.get() - 90_000, false);
    assertThat(view.snapshot(Optional.empty()).vitals().p50Ms()).isNull();
    for (int i = 0; i < 1000; i++) {
      clock.addAndGet(10);
      view.accept("fresh", posterior(i + 1, 0.1, 0), clock.get() - (i < 980 ? 40 : 300), true);
    }
    Snapshot.Vitals vitals = view.snapshot(Optional.empty()).vitals();
    assertThat(vitals.eventsPerSecond()).isBetween(95.0, 105.0);
    assertThat(vitals.p50Ms()).isEqualTo(40);
    assertThat(vitals.p99Ms()).isEqualTo(300);
    clock.addAndGet(60_000);
    assertThat(view.snapshot(Optional.empty()).vitals().eventsPerSecond()).isZero();
  }

  @Test
  void shouldKeepAlertsUntilTheyAreCleared() {
    view.accept("a", alert(AlertKind.AMBIGUITY, AlertState.RAISED, 0.5), 1, true);
    view.accept("a", alert(AlertKind.NOVELTY, AlertState.RAISED), 2, true);
    view.accept("b", alert(AlertKind.AMBIGUITY, AlertState.RAISED, 0.5), 3, true);
    view.accept("b", alert(AlertKind.AMBIGUITY, AlertState.CLEARED), 4, true);

    Snapshot.Alerts alerts = view.snapshot(Optional.empty()).alerts();
    assertThat(alerts.open()).isEqualTo(2);
    assertThat(alerts.latest())
        .extracting(Snapshot.OpenAlert::kind)
        .containsExactly("AMBIGUITY", "NOVELTY");
    assertThat(alerts.latest().getFirst().labelNext().getFirst().x()).containsExactly(0.5);
    assertThat(alerts.raisedPerSecond()).isPositive();
  }

  @Test
  void shouldTellOfDriftAndShadowOfTheReleaseInForce() {
    view.accept(RELEASE.version(), drift(RELEASE.version()), 0, false);
    view.accept("other", drift("other"), 0, false);
    view.accept("a", shadow(-1.0, -2.0), 0, true);
    view.accept("a", shadow(-1.0, -1.5), 0, true);
    view.accept("a", shadow(null, -1.5), 0, true);

    Snapshot snapshot = view.snapshot(Optional.empty());
    assertThat(snapshot.drift()).hasSize(1);
    assertThat(snapshot.shadow()).isEqualTo(new Snapshot.Shadow("shadowed", 2, 0.75));
  }

  private Snapshot.Chosen chosen(String task) {
    return Objects.requireNonNull(view.snapshot(Optional.of(task)).chosen());
  }

  private static Posterior posterior(
      long sequence, double mutualInformation, double novelty, float... alpha) {
    Posterior posterior = posterior(RELEASE.version(), sequence, mutualInformation, novelty);
    return alpha.length == 0
        ? posterior
        : Posterior.newBuilder(posterior).setAlpha(Vectors.floats(alpha)).build();
  }

  private static Posterior posterior(
      String release, long sequence, double mutualInformation, double novelty) {
    return Posterior.newBuilder()
        .setRelease(release)
        .setEngine("vector")
        .setContextSize(4)
        .setSequence(sequence)
        .setEventTime(Instant.EPOCH)
        .setAlpha(Vectors.floats(1, 2, 3, 4))
        .setLogScore(0)
        .setLogScoreStandardised(0)
        .setDirichletEntropy(0)
        .setTotalEntropy(mutualInformation)
        .setMutualInformation(mutualInformation)
        .setExpectedEntropy(0)
        .setNovelty(novelty)
        .build();
  }

  private static AmbiguityEvent alert(AlertKind kind, AlertState state, double... label) {
    return AmbiguityEvent.newBuilder()
        .setKind(kind)
        .setState(state)
        .setValue(1)
        .setThreshold(0.9)
        .setPercentile(95)
        .setContextSize(4)
        .setSequence(4)
        .setRelease(RELEASE.version())
        .setEngine("vector")
        .setEventTime(Instant.EPOCH)
        .setLabelNext(
            label.length == 0
                ? List.of()
                : List.of(new LabelCandidate(Vectors.doubles(label), 0.2)))
        .build();
  }

  private static DriftEvent drift(String release) {
    return DriftEvent.newBuilder()
        .setRelease(release)
        .setStatistic(DriftStatistic.NOVELTY)
        .setPartition(0)
        .setEvidence(14)
        .setThreshold(13.8)
        .setTasks(100)
        .setNoveltyRank(0.1)
        .setAlertRate(0.2)
        .setExpectedAlertRate(0.05)
        .setPrequential(-2)
        .setHeldOutPrequential(-1)
        .setTask("a")
        .setEventTime(Instant.EPOCH)
        .build();
  }

  private static ShadowScore shadow(@Nullable Double logScore, double logScoreInForce) {
    return ShadowScore.newBuilder()
        .setRelease("shadowed")
        .setInForce(RELEASE.version())
        .setEngine("vector")
        .setSequence(1)
        .setContextSize(1)
        .setEventTime(Instant.EPOCH)
        .setLogScore(logScore)
        .setLogScoreInForce(logScoreInForce)
        .build();
  }
}
