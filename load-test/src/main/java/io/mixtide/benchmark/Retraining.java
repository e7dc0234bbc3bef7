package io.mixtide.benchmark;

import io.mixtide.model.data.Holdout;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.Prequential;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.Provenance;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.model.release.ReleaseTraining;
import io.mixtide.model.retraining.Gate;
import io.mixtide.model.retraining.GateReport;
import io.mixtide.model.retraining.RetrainingOutcome;
import io.mixtide.model.retraining.RetrainingRound;
import io.mixtide.model.retraining.RetrainingSettings;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.TrainingSettings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stream of station-days, replayed: what the first release scores on all that follows, and what
 * the release in force scores that is retrained from period to period. Rounds and gate are those of
 * the trainer; the days wait for each round, where a service would go on.
 *
 * @param days of a period, at least 1
 * @param firstSteps training steps of the first release
 * @param steps training steps of a round
 * @param learningRate peak of its schedule
 * @param seed of every draw
 */
record Retraining(int days, int firstSteps, int steps, double learningRate, long seed) {
  private static final double HELD_OUT = 0.2;
  private static final int MAX_CONTEXT = 23;
  private static final Kernels KERNELS = Kernels.of("vector");

  /**
   * What a replay came to.
   *
   * @param periods all but the first, which the first release was trained on
   * @param first mean log score of the first release over them, nats a reading, the data's units
   * @param retrained the same of the release in force
   * @param gain by how much the second is better
   */
  record Result(List<Period> periods, double first, double retrained, double gain) {}

  /**
   * A period.
   *
   * @param from its first day
   * @param observations readings in it
   * @param first mean log score of the first release, nats a reading, the data's units
   * @param retrained the same of the release in force
   * @param release version of the release in force
   * @param gate what came of the round after it; null after the last
   */
  record Period(
      String from,
      long observations,
      double first,
      double retrained,
      String release,
      @Nullable GateReport gate) {}

  /** A mean in the making. */
  private record Sum(double logScore, long observations) {
    private static final Sum NONE = new Sum(0, 0);

    private static Sum of(Release release, TaskSet tasks) {
      return Prequential.of(release.network(), release.standardisation(), KERNELS, tasks).stream()
          .map(score -> new Sum(score.logScore(), score.observations()))
          .reduce(NONE, Sum::plus);
    }

    private Sum plus(Sum other) {
      return new Sum(logScore + other.logScore, observations + other.observations);
    }

    private double mean() {
      return logScore / observations;
    }
  }

  /**
   * Replays tasks.
   *
   * @param tasks named {@code STATION/DATE}, with outputs that are not negative
   * @param progress told after every period
   */
  Result run(TaskSet tasks, Consumer<Period> progress) {
    List<List<Task>> periods = periods(tasks);
    List<Task> logged = new ArrayList<>(periods.getFirst());
    Release first = firstRelease(set(logged));
    Release inForce = first;
    Sum ofFirst = Sum.NONE;
    Sum ofRetrained = Sum.NONE;
    List<Period> result = new ArrayList<>();
    for (int i = 1; i < periods.size(); i++) {
      TaskSet now = set(periods.get(i));
      Sum firstNow = Sum.of(first, now);
      Sum retrainedNow = Sum.of(inForce, now);
      String release = inForce.version();
      logged.addAll(now.tasks());
      GateReport gate = null;
      if (i + 1 < periods.size()) {
        RetrainingOutcome outcome = round(inForce, set(logged), i);
        gate = outcome.report();
        if (gate.accepted() && outcome.file() != null) {
          inForce = ReleaseFile.read(outcome.file());
        }
      }
      Period period =
          new Period(
              day(periods.get(i).getFirst()).toString(),
              firstNow.observations(),
              firstNow.mean(),
              retrainedNow.mean(),
              release,
              gate);
      progress.accept(period);
      result.add(period);
      ofFirst = ofFirst.plus(firstNow);
      ofRetrained = ofRetrained.plus(retrainedNow);
    }
    return new Result(
        result, ofFirst.mean(), ofRetrained.mean(), ofRetrained.mean() - ofFirst.mean());
  }

  /** How many periods follow the first. */
  int rounds(TaskSet tasks) {
    return periods(tasks).size() - 1;
  }

  private RetrainingOutcome round(Release inForce, TaskSet logged, int round) {
    RetrainingSettings settings =
        new RetrainingSettings(steps, learningRate, HELD_OUT, Gate.Bounds.STANDARD, seed + round);
    return RetrainingRound.of(inForce, logged, settings, "benchmark", List.of("replay"))
        .run(KERNELS, Checkpoints.NONE, step -> {});
  }

  private Release firstRelease(TaskSet tasks) {
    Holdout.Split split = Holdout.holdoutLast(renumbered(tasks), HELD_OUT);
    TrainingSettings settings =
        TrainingSettings.standard(firstSteps, seed).withMaxContext(MAX_CONTEXT);
    Provenance provenance =
        new Provenance(
            "benchmark",
            List.of("replay"),
            tasks.sha256(),
            List.of("station", "date"),
            List.of("hour"),
            List.of("pm25"),
            HELD_OUT,
            split.training().size(),
            split.training().observations(),
            settings);
    return ReleaseFile.read(
        ReleaseTraining.train(
            Architecture.standard(1, 1),
            OutputTransform.LOG1P,
            split.training(),
            split.heldOut(),
            provenance,
            KERNELS,
            Checkpoints.NONE,
            step -> {}));
  }

  /** The tasks by period, in the order of time. */
  private List<List<Task>> periods(TaskSet tasks) {
    LocalDate start =
        tasks.tasks().stream().map(Retraining::day).min(LocalDate::compareTo).orElseThrow();
    TreeMap<Long, List<Task>> periods =
        tasks.tasks().stream()
            .collect(
                Collectors.groupingBy(
                    task -> (day(task).toEpochDay() - start.toEpochDay()) / days,
                    TreeMap::new,
                    Collectors.toList()));
    return List.copyOf(periods.values());
  }

  private static LocalDate day(Task task) {
    return LocalDate.parse(task.name().substring(task.name().lastIndexOf('/') + 1));
  }

  private static TaskSet set(List<Task> tasks) {
    return new TaskSet(1, 1, tasks);
  }

  /** First rows counted anew, as a split of a part needs them. */
  private static TaskSet renumbered(TaskSet tasks) {
    List<Task> result = new ArrayList<>();
    long row = 0;
    for (Task task : tasks.tasks()) {
      result.add(
          new Task(task.name(), task.group(), 1, 1, task.x(), task.y(), Task.NO_CONTEXT_SIZE, row));
      row += task.size();
    }
    return set(result);
  }
}
