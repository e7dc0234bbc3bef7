package io.mixtide.model.retraining;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.model.data.Sha256;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.InvalidReleaseException;
import io.mixtide.model.release.Provenance;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.model.release.ReleaseTraining;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.TrainingDivergedException;
import io.mixtide.model.training.TrainingProgress;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * One round of retraining: tasks split, the release in force trained further on one part, scores
 * and percentiles measured on another, and the candidate judged on the rest. Equal rounds come to
 * equal outcomes, to the byte.
 *
 * @param parent the release in force
 * @param tasks in their parts, of the parent's shape
 * @param provenance of a candidate
 * @param bounds of the gate
 */
public record RetrainingRound(
    Release parent, TaskSplit tasks, Provenance provenance, Gate.Bounds bounds) {
  private static final int NAME_LENGTH = 12;

  /**
   * Prepares a round.
   *
   * @param tasks of the parent's shape, none empty, in the order of their arrival
   * @param codeVersion version of the code that trains
   * @param data names of what the tasks were read from
   */
  public static RetrainingRound of(
      Release parent,
      TaskSet tasks,
      RetrainingSettings settings,
      String codeVersion,
      List<String> data) {
    TaskSplit split = TaskSplit.of(tasks, settings.holdout());
    Provenance former = parent.provenance();
    return new RetrainingRound(
        parent,
        split,
        new Provenance(
            codeVersion,
            data,
            split.training().sha256(),
            former.task(),
            former.x(),
            former.y(),
            settings.holdout(),
            split.training().size(),
            split.training().observations(),
            former
                .settings()
                .withSteps(settings.steps())
                .withLearningRate(settings.learningRate())
                .withSeed(settings.seed())),
        settings.bounds());
  }

  /** What is trained from what on what and how, as text: what a checkpoint must be of. */
  public String training() {
    return parent.version() + " " + provenance;
  }

  /**
   * Trains and judges. Whatever the training comes to, NaN included, is an outcome and no
   * exception.
   *
   * @param checkpoints what to go on from, and what is left behind
   * @param progress told after every step
   */
  public RetrainingOutcome run(
      Kernels kernels, Checkpoints checkpoints, Consumer<TrainingProgress> progress) {
    if (tasks.training().size() == 0) {
      return refused("there are no tasks to train on");
    }
    if (tasks.gate().size() < Gate.MIN_TASKS) {
      return refused(Gate.tooFew(tasks.gate().size()));
    }
    if (tasks.later().size() < Gate.MIN_TASKS) {
      return refused("of the latest tasks, " + Gate.tooFew(tasks.later().size()));
    }
    if (tasks.thresholds().size() < Gate.MIN_TASKS) {
      return refused(
          "there are %d tasks to take percentiles of, and it takes %d"
              .formatted(tasks.thresholds().size(), Gate.MIN_TASKS));
    }
    try {
      byte[] file =
          ReleaseTraining.continueFrom(
              parent,
              tasks.training(),
              tasks.thresholds(),
              provenance,
              kernels,
              checkpoints,
              progress);
      Release candidate = ReleaseFile.read(file);
      GateReport report = judge(candidate, tasks.gate(), kernels);
      return new RetrainingOutcome(
          candidate.version(),
          file,
          report.accepted() ? report.andLater(judge(candidate, tasks.later(), kernels)) : report);
    } catch (TrainingDivergedException | InvalidReleaseException | IllegalArgumentException e) {
      return refused("no candidate came of the training: " + e.getMessage());
    }
  }

  private GateReport judge(Release candidate, TaskSet judges, Kernels kernels) {
    return Gate.compare(parent, candidate, judges, bounds, kernels, provenance.settings().seed());
  }

  private RetrainingOutcome refused(String reason) {
    byte[] hash = Sha256.begin().digest(training().getBytes(UTF_8));
    return new RetrainingOutcome(
        HexFormat.of().formatHex(hash).substring(0, NAME_LENGTH),
        null,
        GateReport.refused(tasks.gate().size(), tasks.gate().observations(), reason));
  }
}
