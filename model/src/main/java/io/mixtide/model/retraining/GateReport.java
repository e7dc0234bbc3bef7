package io.mixtide.model.retraining;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gate found.
 *
 * @param accepted whether the candidate may be released
 * @param reasons all that speaks against it, a sentence each; none if accepted
 * @param tasks number of tasks that it was judged by
 * @param observations their observations
 * @param measured the comparison; null if there could be none
 * @param later the comparison on the latest tasks; null if there was none
 */
public record GateReport(
    boolean accepted,
    List<String> reasons,
    int tasks,
    long observations,
    @Nullable Measured measured,
    @Nullable Measured later) {

  /**
   * Candidate and release in force on the same tasks.
   *
   * @param gain how much better the candidate's mean log score is, nats per observation
   * @param gainLow lower end of the gain's interval of 95%
   * @param gainHigh its upper end
   */
  public record Measured(
      double gain, double gainLow, double gainHigh, Side candidate, Side inForce) {}

  /**
   * One of the two.
   *
   * @param logScore mean log score of an observation before it was seen, nats of the user's units
   * @param coverage50 share of outputs within the central interval of 50%
   * @param coverage80 likewise 80%
   * @param coverage95 likewise 95%
   * @param noveltyRate share of tasks that end below the release's own percentile of novelty
   */
  public record Side(
      double logScore,
      double coverage50,
      double coverage80,
      double coverage95,
      double noveltyRate) {}

  /** A report of a candidate that could not be compared. */
  static GateReport refused(int tasks, long observations, String reason) {
    return new GateReport(false, List.of(reason), tasks, observations, null, null);
  }

  /** This report, if what was found on the latest tasks is added to it. */
  GateReport andLater(GateReport latest) {
    List<String> all = new ArrayList<>(reasons);
    latest.reasons.forEach(reason -> all.add("on the latest tasks, " + reason));
    return new GateReport(
        accepted && latest.accepted, all, tasks, observations, measured, latest.measured);
  }
}
