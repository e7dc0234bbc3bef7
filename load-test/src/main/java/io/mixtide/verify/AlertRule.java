package io.mixtide.verify;

import io.mixtide.app.config.Settings;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.evaluation.Percentiles;
import io.mixtide.model.evaluation.Score;
import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When one kind of alert is to be raised and cleared, as the settings promise.
 *
 * @param score that it watches
 * @param highIsBad whether it is raised above its percentile, not below
 * @param raise percentile of the release's held-out tasks to cross
 * @param clear percentile to come back across
 */
record AlertRule(AlertKind kind, Score score, boolean highIsBad, double raise, double clear) {

  /** A score that crossed its threshold. */
  record Crossing(
      AlertKind kind, AlertState state, double value, double threshold, double percentile) {
    /** Ambiguity that is raised says what to label, for labels tell which expert fits. */
    boolean asksForLabels() {
      return kind == AlertKind.AMBIGUITY && state == AlertState.RAISED;
    }
  }

  /** The rules of a service, in the order in which one arrival's alerts stand. */
  static List<AlertRule> of(Settings settings) {
    return List.of(
        new AlertRule(
            AlertKind.AMBIGUITY,
            Score.valueOf(settings.alertScore()),
            true,
            settings.alertRaisePercentile(),
            settings.alertClearPercentile()),
        new AlertRule(
            AlertKind.NOVELTY,
            Score.NOVELTY,
            false,
            settings.noveltyRaisePercentile(),
            settings.noveltyClearPercentile()));
  }

  /** The crossing at where a replay stands, from a task with or without the alert; or null. */
  @Nullable Crossing crossing(boolean raised, Replay replay, AmbiguityScores scores) {
    double percentile = raised ? clear : raise;
    Percentiles percentiles = replay.release().heldOut().percentiles();
    double threshold = percentiles.at(score, replay.state().count(), percentile);
    double value = score.of(scores, replay.state().novelty());
    boolean crossed = raised == highIsBad ? value < threshold : value > threshold;
    return crossed
        ? new Crossing(
            kind, raised ? AlertState.CLEARED : AlertState.RAISED, value, threshold, percentile)
        : null;
  }
}
