package io.mixtide.model.retraining;

import io.mixtide.model.data.TaskSet;
import io.mixtide.model.evaluation.Coverage;
import io.mixtide.model.evaluation.Percentiles;
import io.mixtide.model.evaluation.Prequential;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Judges a candidate against the release in force, on tasks that neither the candidate's training
 * nor its thresholds have seen.
 *
 * <ul>
 *   <li>Its log scores, each observation before it was seen, must be better beyond doubt: the
 *       interval of 95% of the difference per observation lies above 0. Both are taken in the
 *       user's units, so that releases with other standardisations compare.
 *   <li>Its intervals must not cover much worse.
 *   <li>Not many more tasks may be novel to it than its own thresholds promise.
 *   <li>Every parameter and every score must be a finite number.
 * </ul>
 */
public final class Gate {
  /** Fewer tasks than these tell nothing. */
  public static final int MIN_TASKS = 20;

  /** Which percentile of novelty a task must stay below to count as novel. */
  private static final double NOVEL = 5;

  private Gate() {}

  /**
   * By how much a candidate may be worse where it need not be better.
   *
   * @param calibration of the greatest distance of a coverage from its nominal value, at least 0
   * @param noveltyRate of the share of novel tasks, at least 0
   */
  public record Bounds(double calibration, double noveltyRate) {
    /** The bounds where none are given. */
    public static final Bounds STANDARD = new Bounds(0.05, 0.05);
  }

  /**
   * Compares the two.
   *
   * @param tasks of the shape of both, none empty; those that the release in force gives no finite
   *     score are left out
   * @param seed of the draws behind the interval
   */
  public static GateReport compare(
      Release inForce,
      Release candidate,
      TaskSet tasks,
      Bounds bounds,
      Kernels kernels,
      long seed) {
    List<Prequential> all = run(inForce, tasks, kernels);
    int[] usable = IntStream.range(0, all.size()).filter(i -> isFinite(all.get(i))).toArray();
    List<Prequential> theirs = IntStream.of(usable).mapToObj(all::get).toList();
    long observations = theirs.stream().mapToLong(Prequential::observations).sum();
    if (usable.length < MIN_TASKS) {
      return GateReport.refused(usable.length, observations, tooFew(usable.length));
    }
    if (!candidate.network().isFinite()) {
      return GateReport.refused(
          usable.length, observations, "a parameter of the candidate is not a finite number");
    }
    TaskSet same =
        new TaskSet(
            tasks.dx(), tasks.dy(), IntStream.of(usable).mapToObj(tasks.tasks()::get).toList());
    List<Prequential> ours = run(candidate, same, kernels);
    long failed = ours.stream().filter(score -> !isFinite(score)).count();
    if (failed > 0) {
      return GateReport.refused(
          usable.length,
          observations,
          "the candidate gives %d of %d tasks no finite score".formatted(failed, usable.length));
    }
    GateReport.Measured measured = measure(theirs, ours, inForce, candidate, seed);
    List<String> reasons = reasons(measured, coverage(theirs), coverage(ours), bounds);
    return new GateReport(reasons.isEmpty(), reasons, usable.length, observations, measured, null);
  }

  /** Why so few tasks are not enough. */
  static String tooFew(int tasks) {
    return "there are %d tasks to judge by, and it takes %d".formatted(tasks, MIN_TASKS);
  }

  private static List<Prequential> run(Release release, TaskSet tasks, Kernels kernels) {
    return Prequential.of(release.network(), release.standardisation(), kernels, tasks);
  }

  private static boolean isFinite(Prequential score) {
    return Double.isFinite(score.logScore()) && Double.isFinite(score.novelty());
  }

  private static GateReport.Measured measure(
      List<Prequential> theirs,
      List<Prequential> ours,
      Release inForce,
      Release candidate,
      long seed) {
    int tasks = ours.size();
    double[] differences = new double[tasks];
    int[] observations = new int[tasks];
    double sum = 0;
    long count = 0;
    for (int k = 0; k < tasks; k++) {
      differences[k] = ours.get(k).logScore() - theirs.get(k).logScore();
      observations[k] = ours.get(k).observations();
      sum += differences[k];
      count += observations[k];
    }
    Bootstrap.Interval interval = Bootstrap.interval(differences, observations, seed);
    return new GateReport.Measured(
        sum / count,
        interval.low(),
        interval.high(),
        side(ours, candidate, count),
        side(theirs, inForce, count));
  }

  private static GateReport.Side side(List<Prequential> scores, Release release, long count) {
    Percentiles percentiles = release.heldOut().percentiles();
    long novel =
        scores.stream()
            .filter(score ->
                score.novelty() < percentiles.at(Score.NOVELTY, score.observations(), NOVEL))
            .count();
    Coverage coverage = coverage(scores);
    return new GateReport.Side(
        scores.stream().mapToDouble(Prequential::logScore).sum() / count,
        coverage.share50(),
        coverage.share80(),
        coverage.share95(),
        (double) novel / scores.size());
  }

  private static Coverage coverage(List<Prequential> scores) {
    return scores.stream().map(Prequential::coverage).reduce(Coverage::plus).orElseThrow();
  }

  private static List<String> reasons(
      GateReport.Measured measured, Coverage inForce, Coverage candidate, Bounds bounds) {
    List<String> reasons = new ArrayList<>();
    if (!(measured.gainLow() > 0)) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "it is not better beyond doubt: by %.4f nats per observation, [%.4f, %.4f] at 95%%",
              measured.gain(),
              measured.gainLow(),
              measured.gainHigh()));
    }
    if (!(candidate.error() <= inForce.error() + bounds.calibration())) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "its intervals cover up to %.3f too much or too little, those of the release in "
                  + "force %.3f",
              candidate.error(),
              inForce.error()));
    }
    double allowed = Math.max(NOVEL / 100, measured.inForce().noveltyRate()) + bounds.noveltyRate();
    if (!(measured.candidate().noveltyRate() <= allowed)) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "a share of %.3f of the tasks is novel to it, more than the %.3f allowed",
              measured.candidate().noveltyRate(),
              allowed));
    }
    return reasons;
  }
}
