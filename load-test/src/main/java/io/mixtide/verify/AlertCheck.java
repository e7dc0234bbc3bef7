package io.mixtide.verify;

import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.AmbiguityEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows the alerts of one task: each crossing has its alert, and no other arrival has one. */
final class AlertCheck {
  private static final int UNLIMITED = -1;

  private final List<AlertRule> rules;
  private final int labelBudget;
  private final Replays replays;
  private final Reports reports;
  private final String topic;
  private final boolean cut;
  private final BySequence<Output.Alert> alerts;
  private final Set<AlertKind> raised = EnumSet.noneOf(AlertKind.class);
  private final PlaceOrder order = new PlaceOrder();

  /**
   * @param labelBudget the setting; which alerts it withholds from is taken as given
   */
  AlertCheck(
      List<AlertRule> rules,
      int labelBudget,
      Replays replays,
      Reports reports,
      Retention retention,
      TaskRecords task) {
    this.rules = rules;
    this.labelBudget = labelBudget;
    this.replays = replays;
    this.reports = reports;
    topic = reports.topics().ambiguity();
    cut = retention.isCut(topic);
    alerts = new BySequence<>(task.alerts(), alert -> alert.output().sequence());
  }

  /**
   * Checks the alerts of one arrival.
   *
   * @param event that arrived
   * @param replay that stands after it; null if its release is unknown: then alerts are believed
   */
  void at(long sequence, Input.Event event, @Nullable Replay replay) {
    List<Output.Alert> seen = new ArrayList<>(alerts.take(sequence));
    for (Output.Alert alert : seen) {
      if (!order.follows(alert.output())) {
        reports.add(Fault.OUT_OF_ORDER, topic, alert.output(), "it follows a later arrival's");
      }
    }
    AmbiguityScores scores = replay == null ? null : AmbiguityScores.of(replay.state().alpha());
    AlertKind latest = null;
    for (Output.Alert alert : seen) {
      if (latest != null && alert.kind().compareTo(latest) < 0) {
        reports.add(Fault.OUT_OF_ORDER, topic, alert.output(), "it follows another kind's");
      }
      latest = alert.kind();
    }
    for (AlertRule rule : rules) {
      Output.Alert alert = takeFirst(seen, rule.kind());
      if (replay == null || scores == null) {
        if (alert != null) {
          turn(rule.kind(), alert.state());
        }
      } else {
        check(sequence, event, replay, alert, rule, scores);
      }
    }
    for (Output.Alert extra : seen) {
      reports.add(Fault.DOUBLED, topic, extra.output(), "the arrival has this kind of alert twice");
    }
  }

  private static Output.@Nullable Alert takeFirst(List<Output.Alert> seen, AlertKind kind) {
    for (int i = 0; i < seen.size(); i++) {
      if (seen.get(i).kind() == kind) {
        return seen.remove(i);
      }
    }
    return null;
  }

  private void turn(AlertKind kind, AlertState state) {
    if (state == AlertState.RAISED) {
      raised.add(kind);
    } else {
      raised.remove(kind);
    }
  }

  private void check(
      long sequence,
      Input.Event event,
      Replay replay,
      Output.@Nullable Alert alert,
      AlertRule rule,
      AmbiguityScores scores) {
    AlertRule.Crossing crossing = rule.crossing(raised.contains(rule.kind()), replay, scores);
    if (crossing == null) {
      if (alert != null) {
        reports.add(
            Fault.WRONG_ALERT,
            topic,
            alert.output(),
            "%s is %s and the score did not cross".formatted(alert.kind(), alert.state()));
      }
      return;
    }
    turn(crossing.kind(), crossing.state());
    if (alert == null) {
      if (event.due() && !(cut && sequence < alerts.least())) {
        reports.add(
            Fault.WRONG_ALERT,
            event,
            sequence,
            "%s is not %s though the score, %s, crossed %s"
                .formatted(
                    crossing.kind(), crossing.state(), crossing.value(), crossing.threshold()));
      }
      return;
    }
    if (alert.state() != crossing.state()) {
      reports.add(
          Fault.WRONG_ALERT,
          topic,
          alert.output(),
          "%s is %s where %s is right".formatted(alert.kind(), alert.state(), crossing.state()));
    } else if (replays.of(alert.output()) == null) {
      reports.add(Fault.UNKNOWN_RELEASE, topic, alert.output(), alert.output().release());
    } else {
      compare(sequence, event, replay, alert, crossing);
    }
  }

  private void compare(
      long sequence,
      Input.Event event,
      Replay replay,
      Output.Alert alert,
      AlertRule.Crossing crossing) {
    boolean mayWithhold = crossing.asksForLabels() && labelBudget != UNLIMITED;
    boolean withheld = mayWithhold && (labelBudget == 0 || alert.withheld());
    AmbiguityEvent expected = ExpectedRecords.alert(replay, sequence, event, crossing, withheld);
    if (!reports.isSame(alert.output(), expected)) {
      reports.addDifference(topic, alert.output(), expected);
    }
  }

  /** Says which alerts belong to no arrival. */
  void end() {
    for (Output.Alert alert : alerts.rest()) {
      reports.add(Fault.STRAY, topic, alert.output(), "no arrival has this sequence");
    }
  }
}
