package io.mixtide.model.retraining;

import static io.mixtide.model.retraining.Rounds.GOOD;
import static io.mixtide.model.retraining.Rounds.KERNELS;
import static io.mixtide.model.retraining.Rounds.LOGGED;
import static io.mixtide.model.retraining.Rounds.POOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.network.Network;
import io.mixtide.model.random.RandomStream;
import io.mixtide.model.release.CheckpointFile;
import io.mixtide.model.release.Provenance;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.Objective;
import io.mixtide.model.training.TrainingSettings;
import io.mixtide.model.training.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetrainingRoundTest {
  private static final List<String> LOG = List.of("mixtide.task-log-0[0,400)");

  /** Keeps the file of step 20, and stops there if told to. */
  private record Interrupted(
      @Nullable TrainingState resumed, String training, List<byte[]> kept, boolean stops)
      implements Checkpoints {

    @Override
    public boolean isDue(int step) {
      return step == 20;
    }

    @Override
    public void save(TrainingState state) {
      kept.add(CheckpointFile.write(state, training));
      if (stops) {
        throw new IllegalStateException("interrupted");
      }
    }
  }

  @Test
  void shouldReleaseWhatLearntFromTheLog() {
    RetrainingOutcome outcome = run(round(POOR, LOGGED, 200, 1));
    assertThat(outcome.report().reasons()).isEmpty();
    Release candidate = candidate(outcome);
    assertThat(candidate.version()).isEqualTo(outcome.version()).isNotEqualTo(POOR.version());
    assertThat(candidate.parent()).isEqualTo(POOR.version());
    assertThat(candidate.standardisation())
        .usingRecursiveComparison()
        .isEqualTo(POOR.standardisation());
    TaskSplit split = TaskSplit.of(LOGGED, 0.2);
    assertThat(candidate.provenance().data()).isEqualTo(LOG);
    assertThat(candidate.provenance().dataSha256()).isEqualTo(split.training().sha256());
    assertThat(candidate.provenance().x()).isEqualTo(POOR.provenance().x());
    assertThat(candidate.provenance().trainingTasks()).isEqualTo(split.training().size());
    assertThat(candidate.provenance().settings())
        .isEqualTo(POOR.provenance().settings().withSteps(200).withLearningRate(3e-3).withSeed(1));
    assertThat(candidate.heldOut().tasks()).isEqualTo(split.thresholds().size());
    assertThat(outcome.report().tasks()).isEqualTo(split.gate().size());
  }

  @Test
  void shouldRefuseARoundThatTeachesNothing() {
    RetrainingOutcome outcome = run(round(GOOD, withNoiseToLearnFrom(LOGGED), 60, 1));
    assertThat(outcome.report().accepted()).isFalse();
    assertThat(outcome.report().reasons().getFirst()).startsWith("it is not better beyond doubt");
    assertThat(outcome.version()).isEqualTo(candidate(outcome).version());
  }

  @Test
  void shouldRefuseWhatKnowsItsTimeByHeart() {
    int cut = LOGGED.size() * 4 / 5;
    TaskSet passed =
        new TaskSet(
            1,
            1,
            IntStream.range(0, LOGGED.size())
                .mapToObj(i -> shifted(LOGGED.tasks().get(i), i < cut ? 1 : 0))
                .toList());
    RetrainingOutcome outcome = run(round(GOOD, passed, 100, 1));
    assertThat(Objects.requireNonNull(outcome.report().measured()).gainLow()).isPositive();
    assertThat(Objects.requireNonNull(outcome.report().later()).gainHigh()).isNegative();
    assertThat(outcome.report().accepted()).isFalse();
    assertThat(outcome.report().reasons().getFirst())
        .startsWith("on the latest tasks, it is not better beyond doubt");
  }

  private static Task shifted(Task task, double by) {
    return new Task(
        task.name(),
        null,
        1,
        1,
        task.x(),
        Arrays.stream(task.y()).map(y -> y + by).toArray(),
        Task.NO_CONTEXT_SIZE,
        task.firstRow());
  }

  @Test
  void shouldComeToTheSameBytesTwiceAndAfterAnInterruption() {
    RetrainingRound round = round(POOR, LOGGED, 40, 3);
    byte[] whole = run(round).file();
    assertThat(run(round(POOR, LOGGED, 40, 3)).file()).isEqualTo(whole);
    assertThat(run(round(POOR, LOGGED, 40, 4)).file()).isNotEqualTo(whole);

    List<byte[]> kept = new ArrayList<>();
    Interrupted first = new Interrupted(null, round.training(), kept, true);
    assertThatThrownBy(() -> round.run(KERNELS, first, progress -> {})).hasMessage("interrupted");
    TrainingState state =
        CheckpointFile.read(kept.getFirst(), POOR.network().architecture(), round.training());
    List<Integer> steps = new ArrayList<>();
    RetrainingOutcome resumed =
        round.run(
            KERNELS,
            new Interrupted(state, round.training(), kept, false),
            progress -> steps.add(progress.step()));
    assertThat(steps).hasSize(20).startsWith(21);
    assertThat(resumed.file()).isEqualTo(whole);
  }

  @Test
  void shouldLeaveTheParentAsItIs() {
    Network before = POOR.network().copy();
    run(round(POOR, LOGGED, 5, 1));
    assertThat(POOR.network()).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void shouldRefuseWithoutTrainingWhereTasksAreTooFew() {
    TaskSet few = new TaskSet(1, 1, LOGGED.tasks().subList(0, 60));
    RetrainingOutcome outcome = run(round(POOR, few, 1_000_000, 1));
    assertThat(outcome.file()).isNull();
    assertThat(outcome.report().accepted()).isFalse();
    assertThat(outcome.report().reasons()).hasSize(1).first().asString().contains("it takes 20");
    assertThat(outcome.version())
        .matches("[0-9a-f]{12}")
        .isNotEqualTo(run(round(POOR, few, 1_000_000, 2)).version());
  }

  @Test
  void shouldRefuseATrainingThatDiverges() {
    Provenance former = POOR.provenance();
    TrainingSettings wild =
        new TrainingSettings(1, 16, 8, 1e30, 0, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 14, 10, 1);
    RetrainingRound round = round(POOR, LOGGED, 20, 1);
    Provenance provenance =
        new Provenance(
            former.codeVersion(),
            former.data(),
            former.dataSha256(),
            former.task(),
            former.x(),
            former.y(),
            former.holdoutLast(),
            former.trainingTasks(),
            former.trainingObservations(),
            wild.withSteps(20));
    RetrainingOutcome outcome =
        run(new RetrainingRound(POOR, round.tasks(), provenance, round.bounds()));
    assertThat(outcome.file()).isNull();
    assertThat(outcome.report().reasons())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("no candidate came of the training: training diverged");
  }

  /** What is trained on has y's that say nothing; what is judged by is as it was. */
  private static TaskSet withNoiseToLearnFrom(TaskSet tasks) {
    UniformRandomProvider random = RandomStream.of(5);
    return new TaskSet(
        1,
        1,
        tasks.tasks().stream()
            .map(task ->
                TaskSplit.partOf(task.name(), 0.2) != TaskSplit.Part.TRAINING
                    ? task
                    : new Task(
                        task.name(),
                        null,
                        1,
                        1,
                        task.x(),
                        random.doubles(task.size(), -3, 3).toArray(),
                        Task.NO_CONTEXT_SIZE,
                        task.firstRow()))
            .toList());
  }

  private static RetrainingOutcome run(RetrainingRound round) {
    return round.run(KERNELS, Checkpoints.NONE, progress -> {});
  }

  private static RetrainingRound round(Release parent, TaskSet tasks, int steps, long seed) {
    return RetrainingRound.of(
        parent,
        tasks,
        new RetrainingSettings(steps, 3e-3, 0.2, Gate.Bounds.STANDARD, seed),
        "test",
        LOG);
  }

  private static Release candidate(RetrainingOutcome outcome) {
    return ReleaseFile.read(Objects.requireNonNull(outcome.file()));
  }
}
