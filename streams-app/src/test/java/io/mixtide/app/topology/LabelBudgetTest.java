package io.mixtide.app.topology;

import static io.mixtide.schemas.AlertKind.AMBIGUITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.ReferenceTask;
import io.mixtide.app.TestReleases;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.LabelCandidate;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every task's first observation, (0, 0), raises ambiguity here. */
class LabelBudgetTest extends TopologyFixture {
  private static final Release RELEASE = TestReleases.release(1);
  private static final int TRUE_EXPERT = 2;

  private int tasks;

  @BeforeEach
  void activate() {
    inForce.set(RELEASE);
  }

  @Test
  void shouldLearnFromTheLabelsItAsksForUntilTheAlertClears() {
    observe("a", 0, truth(0));
    AmbiguityEvent raised = ambiguity().getFirst();
    assertThat(raised.getState()).isEqualTo(AlertState.RAISED);

    Iterator<LabelCandidate> labels = raised.getLabelNext().iterator();
    double ambiguity = raised.getValue();
    List<AmbiguityEvent> changes = List.of();
    while (changes.isEmpty()) {
      LabelCandidate label = labels.next();
      assertThat(label.getExpectedInformation()).isPositive();
      double x = label.getX().getFirst();
      observe("a", x, truth(x));
      double after = posteriors().getLast().value.getMutualInformation();
      assertThat(after).isLessThan(ambiguity);
      ambiguity = after;
      changes = ambiguity();
    }
    AmbiguityEvent cleared = changes.getFirst();
    assertThat(cleared.getState()).isEqualTo(AlertState.CLEARED);
    assertThat(cleared.getValue()).isEqualTo(ambiguity).isLessThan(cleared.getThreshold());
    assertThat(cleared.getLabelNext()).isEmpty();
    assertThat(cleared.getLabelsWithheld()).isFalse();
  }

  /** A task that one of the experts knows. */
  private static double truth(double x) {
    ReferenceTask task = new ReferenceTask(RELEASE);
    return task.inference().predict(task.state(), new double[] {x}).means()[TRUE_EXPERT];
  }

  @Test
  void shouldWithholdLabelsBeyondTheBudgetAndSaySo() {
    allow(2);
    assertThat(givesLabels(0)).isTrue();
    assertThat(givesLabels(0.5)).isTrue();
    assertThat(givesLabels(0.75)).isFalse();
    assertThat(givesLabels(0.999)).isFalse();
  }

  @Test
  void shouldCountAnewInTheNextWindow() {
    allow(1);
    assertThat(givesLabels(0.5)).isTrue();
    assertThat(givesLabels(0.999)).isFalse();
    assertThat(givesLabels(1)).isTrue();
    assertThat(givesLabels(0.25)).as("late, and so of the second window").isFalse();
    assertThat(givesLabels(1.999)).isFalse();
    assertThat(givesLabels(7)).isTrue();
    assertThat(givesLabels(7)).isFalse();
  }

  @Test
  void shouldKeepTheCountOverARestart() {
    allow(2);
    assertThat(givesLabels(5)).isTrue();
    restart();
    assertThat(givesLabels(0)).as("before the window that is counted").isTrue();
    assertThat(givesLabels(1)).isFalse();
    restart();
    assertThat(givesLabels(5)).isFalse();
    assertThat(givesLabels(6)).isTrue();
  }

  @Test
  void shouldGiveNoLabelsOrAnyNumber() {
    allow(0);
    assertThat(givesLabels(0)).isFalse();
    allow(LabelPolicy.UNLIMITED);
    for (int i = 0; i < 100; i++) {
      assertThat(givesLabels(0)).isTrue();
    }
    assertThat(contents(AdaptationTopology.PARTITION)).isEmpty();
  }

  private void allow(int budget) {
    labels = new LabelPolicy(budget, Duration.ofHours(1));
    restart();
  }

  /** Whether a new task's alert in that hour carries labels; if not, it must say why. */
  private boolean givesLabels(double hour) {
    observeAt(hour, "t" + tasks++);
    AmbiguityEvent alert = ambiguity().getFirst();
    assertThat(alert.getState()).isEqualTo(AlertState.RAISED);
    assertThat(alert.getLabelsWithheld()).isEqualTo(alert.getLabelNext().isEmpty());
    return !alert.getLabelsWithheld();
  }

  private List<AmbiguityEvent> ambiguity() {
    return alerts().stream()
        .map(alert -> alert.value)
        .filter(alert -> alert.getKind() == AMBIGUITY)
        .toList();
  }
}
