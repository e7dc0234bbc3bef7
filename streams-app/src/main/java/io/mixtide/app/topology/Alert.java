package io.mixtide.app.topology;

import io.mixtide.model.evaluation.Percentiles;
import io.mixtide.model.evaluation.Score;
import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import org.jspecify.annotations.Nullable;

/**
 * One kind of alert with hysteresis: raised when the score crosses the outer percentile, cleared
 * when it comes back across the inner one, silent in between.
 *
 * @param kind what outputs call it
 * @param score the score it watches
 * @param raise percentile to cross
 * @param clear percentile to come back across; on the usual side of {@code raise}
 */
record Alert(AlertKind kind, Score score, double raise, double clear) {

  /** The ambiguity and the novelty alert of a policy. */
  static Alert[] of(AlertPolicy policy) {
    return new Alert[] {
      new Alert(AlertKind.AMBIGUITY, policy.ambiguity(), policy.raise(), policy.clear()),
      new Alert(AlertKind.NOVELTY, Score.NOVELTY, policy.noveltyRaise(), policy.noveltyClear())
    };
  }

  /** The bit of this alert among a task's raised ones. */
  int bit() {
    return bit(kind);
  }

  /** Stored with every task, so a kind keeps its bit for ever. */
  static int bit(AlertKind kind) {
    return switch (kind) {
      case AMBIGUITY -> 1;
      case NOVELTY -> 2;
    };
  }

  /** The state to change to, or null to stay. */
  @Nullable AlertState change(
      boolean raised, Percentiles percentiles, int contextSize, double value) {
    double threshold = percentiles.at(score, contextSize, raised ? clear : raise);
    boolean beyond = raise > clear ? value > threshold : value < threshold;
    boolean back = raise > clear ? value < threshold : value > threshold;
    if (raised) {
      return back ? AlertState.CLEARED : null;
    }
    return beyond ? AlertState.RAISED : null;
  }

  /** Whether a change to {@code state} asks for labels: they tell which expert fits. */
  boolean asksForLabels(AlertState state) {
    return kind == AlertKind.AMBIGUITY && state == AlertState.RAISED;
  }

  /** The percentile that a change to {@code state} crossed. */
  double percentile(AlertState state) {
    return state == AlertState.RAISED ? raise : clear;
  }
}
