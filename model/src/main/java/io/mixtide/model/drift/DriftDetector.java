package io.mixtide.model.drift;

import io.mixtide.model.evaluation.HeldOut;
import io.mixtide.model.evaluation.Score;
import java.nio.ByteBuffer;

/**
 * Watches whether the tasks that close are still like a release's held-out tasks.
 *
 * <p>The unit is the task, not the observation: observations of one task depend on each other, and
 * a test that takes them for independent raises alarms by itself. Two {@link EDetector}s run side
 * by side. <i>Novelty</i>: the rank {@code u} of a task's mean log score among held-out tasks of
 * its size is uniform without drift; bets {@code k u^(k-1)} pay where ranks are low. <i>Alert
 * rate</i>: whether the task's ambiguity lies beyond a percentile is a coin of known bias; bets are
 * the likelihood ratios of larger biases. Held-out tasks are a sample, so both are taken two
 * standard errors towards what is usual, and no rank counts as lower than the smallest number of
 * tasks behind a percentile can show.
 *
 * <p>Without a change, and with tasks independent of one another, each of the two needs {@code
 * tasksBetweenFalseAlarms} tasks on average, or more, to raise a false alarm. Mutable; its state
 * has a fixed size.
 */
public final class DriftDetector {
  /** A percentile has at least 20 held-out tasks behind it: a rank below all of theirs is 1/21. */
  private static final double LOWEST_RANK = 1.0 / 21;

  private static final double[] POWERS = {0.2, 0.4, 0.6, 0.8};
  private static final double[] BIASES = {1.5, 2, 4, 8};
  private static final double MOST_BIAS = 0.9;

  /** How far back the running means look, in tasks. */
  private static final int SPAN = 200;

  private final HeldOut heldOut;
  private final Score ambiguity;
  private final double alertPercentile;
  private final double threshold;
  private final double usualAlertRate;
  private final EDetector novelty = new EDetector(POWERS.length);
  private final EDetector alertRate = new EDetector(BIASES.length);
  private final double[] logE = new double[POWERS.length];
  private long tasks;
  private int raised;
  private double meanRank;
  private double meanAlerts;
  private double meanLogScore;

  /**
   * A detector that has seen no task.
   *
   * @param heldOut of the release in force
   * @param ambiguity the score that alerts watch; high is ambiguous
   * @param alertPercentile above which they do, in (0, 100)
   * @param tasksBetweenFalseAlarms at least 1
   */
  public DriftDetector(
      HeldOut heldOut, Score ambiguity, double alertPercentile, double tasksBetweenFalseAlarms) {
    this.heldOut = heldOut;
    this.ambiguity = ambiguity;
    this.alertPercentile = alertPercentile;
    threshold = StrictMath.log(tasksBetweenFalseAlarms);
    usualAlertRate = Math.min(towardsOne(usualAlertShare()), MOST_BIAS);
  }

  /** Takes a task that has closed. */
  public void add(TaskOutcome task) {
    tasks++;
    double rank = heldOut.percentiles().rank(Score.NOVELTY, task.contextSize(), task.novelty());
    double u = Math.max(towardsOne(rank), LOWEST_RANK);
    for (int i = 0; i < POWERS.length; i++) {
      logE[i] = StrictMath.log(POWERS[i]) + (POWERS[i] - 1) * StrictMath.log(u);
    }
    novelty.add(logE);
    boolean alert =
        task.ambiguity() > heldOut.percentiles().at(ambiguity, task.contextSize(), alertPercentile);
    for (int i = 0; i < BIASES.length; i++) {
      double bias = Math.min(BIASES[i] * usualAlertRate, MOST_BIAS);
      logE[i] =
          alert
              ? StrictMath.log(bias / usualAlertRate)
              : StrictMath.log((1 - bias) / (1 - usualAlertRate));
    }
    alertRate.add(logE);
    double share = 1.0 / Math.min(tasks, SPAN);
    meanRank += share * (rank - meanRank);
    meanAlerts += share * ((alert ? 1 : 0) - meanAlerts);
    meanLogScore += share * (task.novelty() - meanLogScore);
  }

  /** Two standard errors of a share among the held-out tasks, towards 1. */
  private double towardsOne(double share) {
    return Math.min(1, share + 2 * Math.sqrt(share * (1 - share) / heldOut.tasks()));
  }

  /**
   * Whether the statistic's evidence has crossed the threshold and this was not said before: true
   * once in the detector's life.
   */
  public boolean raise(DriftStatistic statistic) {
    int bit = 1 << statistic.ordinal();
    if ((raised & bit) != 0 || evidence(statistic) < threshold) {
      return false;
    }
    raised |= bit;
    return true;
  }

  /** Natural logarithm of how much more likely a drift makes what was seen. */
  public double evidence(DriftStatistic statistic) {
    return switch (statistic) {
      case NOVELTY -> novelty.evidence();
      case ALERT_RATE -> alertRate.evidence();
    };
  }

  /** The evidence at which drift is raised. */
  public double threshold() {
    return threshold;
  }

  /** Number of tasks taken. */
  public long tasks() {
    return tasks;
  }

  /** Running mean of the ranks of novelty, in [0, 1]; about a half without drift. */
  public double meanRank() {
    return meanRank;
  }

  /** Running share of tasks beyond the alert's percentile, in [0, 1]. */
  public double alertShare() {
    return meanAlerts;
  }

  /** The same share among held-out tasks. */
  public double usualAlertShare() {
    return 1 - alertPercentile / 100;
  }

  /** Running mean of the tasks' mean log scores, nats of the standardised units. */
  public double meanLogScore() {
    return meanLogScore;
  }

  /** Number of bytes that {@link #write} writes. */
  public int bytes() {
    return Long.BYTES + Integer.BYTES + 3 * Double.BYTES + novelty.bytes() + alertRate.bytes();
  }

  /** Writes all that the tasks have left behind. */
  public void write(ByteBuffer buffer) {
    buffer.putLong(tasks).putInt(raised);
    buffer.putDouble(meanRank).putDouble(meanAlerts).putDouble(meanLogScore);
    novelty.write(buffer);
    alertRate.write(buffer);
  }

  /** Reads what {@link #write} wrote. */
  public void read(ByteBuffer buffer) {
    tasks = buffer.getLong();
    raised = buffer.getInt();
    meanRank = buffer.getDouble();
    meanAlerts = buffer.getDouble();
    meanLogScore = buffer.getDouble();
    novelty.read(buffer);
    alertRate.read(buffer);
  }
}
