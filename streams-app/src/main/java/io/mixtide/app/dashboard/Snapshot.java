package io.mixtide.app.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows at one moment. Its JSON has these names.
 *
 * @param time when, milliseconds since 1970
 * @param release version of the release in force on this instance; null for none
 * @param problem why the topics cannot be read now; null if they can
 * @param vitals how the stream is
 * @param tasks how many tasks the lists below were chosen from: the latest touched
 * @param ambiguous the most ambiguous of them, most first
 * @param novel the most novel of them, most first
 * @param simplex where the latest lie among each other
 * @param alerts raised and not cleared
 * @param drift raised for the release in force
 * @param shadow how the release in the shadow does; null if none runs
 * @param chosen the task that the page looks at; null if none, or not among the latest
 */
public record Snapshot(
    long time,
    @Nullable String release,
    @Nullable String problem,
    Vitals vitals,
    int tasks,
    List<TaskLine> ambiguous,
    List<TaskLine> novel,
    SimplexMap simplex,
    Alerts alerts,
    List<Drift> drift,
    @Nullable Shadow shadow,
    @Nullable Chosen chosen) {

  /**
   * How the stream is.
   *
   * @param eventsPerSecond posteriors a second, over the latest seconds
   * @param p50Ms median time from the append of an observation to the receipt of its posterior
   *     here, of the latest; null before the first
   * @param p99Ms 99th percentile of it
   * @param lag records that wait to be taken in, of all partitions; null if not known
   */
  public record Vitals(
      double eventsPerSecond, @Nullable Double p50Ms, @Nullable Double p99Ms, @Nullable Long lag) {}

  /**
   * A task in short.
   *
   * @param task its name
   * @param contextSize observations it rests on
   * @param sequence of its latest observation
   * @param ambiguity the score that alerts watch, nats
   * @param ambiguityRank the share of held-out tasks of that context size that are less ambiguous,
   *     0 to 1
   * @param novelty mean log score of its context, nats of the standardised units
   * @param noveltyRank the share of held-out tasks of that context size that are less novel, 0 to 1
   */
  public record TaskLine(
      String task,
      int contextSize,
      long sequence,
      double ambiguity,
      double ambiguityRank,
      double novelty,
      double noveltyRank) {}

  /**
   * Raised alerts.
   *
   * @param open how many are raised and not cleared, of the latest
   * @param raisedPerSecond how many were raised a second, over the latest seconds
   * @param clearedPerSecond how many were cleared
   * @param latest the latest that are open and ask for labels, newest first, and then the latest of
   *     the others
   */
  public record Alerts(
      int open, double raisedPerSecond, double clearedPerSecond, List<OpenAlert> latest) {}

  /**
   * A raised alert.
   *
   * @param kind AMBIGUITY or NOVELTY
   * @param percentile of the held-out tasks that was crossed, 0 to 100
   * @param time when the event was written, milliseconds since 1970
   * @param labelNext x's whose label would tell most, best first
   * @param labelsWithheld whether there are none because the budget is used up
   */
  public record OpenAlert(
      String task,
      String kind,
      double value,
      double threshold,
      double percentile,
      int contextSize,
      long sequence,
      long time,
      List<Label> labelNext,
      boolean labelsWithheld) {}

  /**
   * An x to label.
   *
   * @param x {@code [dx]}
   * @param information expected, about which expert fits, in nats
   */
  public record Label(List<Double> x, double information) {}

  /** Drift of a partition, as the topic has it. */
  public record Drift(
      String statistic,
      int partition,
      double evidence,
      double threshold,
      long tasks,
      double noveltyRank,
      double alertRate) {}

  /**
   * The release in the shadow against that in force, on the observations that the page has seen.
   *
   * @param release its version
   * @param observations how many
   * @param gain mean of its log score less that of the release in force, in nats
   */
  public record Shadow(String release, long observations, double gain) {}

  /**
   * The task that the page looks at.
   *
   * @param similar tasks whose posteriors are nearest by Aitchison's distance, nearest first
   */
  public record Chosen(TaskLine line, List<Neighbour> similar) {}

  /** A task that is like another, with the distance of their posteriors. */
  public record Neighbour(String task, double distance) {}
}
