package io.mixtide.app.trainer;

import io.mixtide.model.retraining.GateReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a round ended.
 *
 * @param version of the candidate; null if it did not come to one
 * @param reasons what spoke against the candidate, or why the round was given up; none if released
 * @param report of the gate; null if it did not come to that
 */
public record RoundResult(
    RoundPlan plan,
    Ending ending,
    @Nullable String version,
    List<String> reasons,
    @Nullable GateReport report) {

  /** The endings. */
  public enum Ending {
    /** The candidate is in force. */
    RELEASED,
    /** The candidate did not pass, or its parent was no longer in force; that is on the topic. */
    REFUSED,
    /** The round was given up before there was a candidate. */
    ABANDONED
  }

  static RoundResult abandoned(RoundPlan plan, String reason) {
    return new RoundResult(plan, Ending.ABANDONED, null, List.of(reason), null);
  }
}
