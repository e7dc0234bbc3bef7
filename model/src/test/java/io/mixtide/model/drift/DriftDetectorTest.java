package io.mixtide.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.HeldOut;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Moments;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import io.mixtide.model.training.Trainer;
import io.mixtide.model.training.TrainingSettings;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the clustered family, with a model trained just enough to know it from another one. */
@SuppressWarnings("NullAway.Init") // JUnit calls train() first
class DriftDetectorTest {
  private static final int POINTS = 24;
  private static final int STREAM = 600;
  private static final double FALSE_ALARM = 1e6;

  private static Network network;
  private static Standardisation standardisation;
  private static HeldOut heldOut;

  @BeforeAll
  static void train() {
    TaskSet training = ClusteredFamily.generate(500, POINTS, 1);
    network = Network.random(Architecture.standard(1, 1), RandomStream.of(1));
    standardisation = Moments.of(training, OutputTransform.IDENTITY);
    new Trainer(new VectorKernels(), TrainingSettings.standard(120, 1))
        .train(network, standardisation, training, progress -> {});
    heldOut =
        HeldOut.measure(
            network,
            standardisation,
            new VectorKernels(),
            ClusteredFamily.generate(300, POINTS, 2));
  }

  @Test
  void shouldStaySilentWhereNothingChanges() {
    for (long seed = 11; seed <= 15; seed++) {
      DriftDetector detector = detector();
      for (Task task : ClusteredFamily.generate(STREAM, POINTS, seed).tasks()) {
        detector.add(outcome(task));
        assertThat(raised(detector)).as("seed %d, task %d", seed, detector.tasks()).isFalse();
      }
      assertThat(detector.meanRank()).isCloseTo(0.5, within(0.1));
      assertThat(detector.alertShare()).isCloseTo(detector.usualAlertShare(), within(0.06));
      assertThat(detector.meanLogScore()).isCloseTo(heldOut.prequential(), within(0.1));
    }
  }

  @Test
  void shouldSayWithinTwoHundredTasksThatTheFunctionsAreOthers() {
    DriftDetector detector = detector();
    for (Task task : ClusteredFamily.generate(STREAM, POINTS, 16).tasks()) {
      detector.add(outcome(task));
    }
    assertThat(raised(detector)).isFalse();

    int tasks = 0;
    List<Task> others = ClusteredFamily.generate(STREAM, POINTS, 17).tasks();
    while (!detector.raise(DriftStatistic.NOVELTY)) {
      detector.add(outcome(mirrored(others.get(tasks))));
      tasks++;
    }
    assertThat(tasks).isBetween(5, 200);
    assertThat(detector.meanLogScore()).isLessThan(heldOut.prequential());
  }

  @Test
  void shouldSayThatTooManyTasksStayAmbiguous() {
    DriftDetector detector = detector();
    double usual = heldOut.percentiles().at(Score.NOVELTY, 16, 50);
    double ambiguous = heldOut.percentiles().at(Score.MUTUAL_INFORMATION, 16, 100) + 1;
    int tasks = 0;
    while (!detector.raise(DriftStatistic.ALERT_RATE)) {
      // Every fourth task, where one in twenty is usual.
      detector.add(new TaskOutcome(16, usual, tasks % 4 == 0 ? ambiguous : 0));
      tasks++;
      assertThat(tasks).isLessThan(200);
    }
    assertThat(detector.raise(DriftStatistic.NOVELTY)).isFalse();
    assertThat(detector.alertShare()).isCloseTo(0.25, within(0.05));
  }

  @Test
  void shouldRaiseOnce() {
    DriftDetector detector = detector();
    for (int i = 0; i < 100; i++) {
      detector.add(new TaskOutcome(16, -1e9, 0));
    }
    assertThat(detector.raise(DriftStatistic.NOVELTY)).isTrue();
    assertThat(detector.raise(DriftStatistic.NOVELTY)).isFalse();
    assertThat(detector.evidence(DriftStatistic.NOVELTY)).isGreaterThan(detector.threshold());
  }

  @Test
  void shouldGoOnFromWhatItWrote() {
    DriftDetector detector = detector();
    List<Task> tasks = ClusteredFamily.generate(20, POINTS, 3).tasks();
    tasks.subList(0, 10).forEach(task -> detector.add(outcome(task)));
    ByteBuffer bytes = ByteBuffer.allocate(detector.bytes());
    detector.write(bytes);
    assertThat(bytes.hasRemaining()).isFalse();
    DriftDetector read = detector();
    read.read(bytes.flip());

    for (Task task : tasks.subList(10, 20)) {
      detector.add(outcome(task));
      read.add(outcome(task));
    }

    ByteBuffer one = ByteBuffer.allocate(detector.bytes());
    ByteBuffer other = ByteBuffer.allocate(read.bytes());
    detector.write(one);
    read.write(other);
    assertThat(other.array()).isEqualTo(one.array());
  }

  @Test
  void shouldTakeAnyPercentileOfAlerts() {
    for (double percentile : new double[] {0.1, 50, 99.9}) {
      DriftDetector detector =
          new DriftDetector(heldOut, Score.MUTUAL_INFORMATION, percentile, FALSE_ALARM);
      detector.add(new TaskOutcome(16, 0, 0));
      detector.add(new TaskOutcome(16, 0, 100));
      assertThat(detector.evidence(DriftStatistic.ALERT_RATE)).isFinite();
    }
  }

  private static DriftDetector detector() {
    return new DriftDetector(heldOut, Score.MUTUAL_INFORMATION, 95, FALSE_ALARM);
  }

  private static boolean raised(DriftDetector detector) {
    return detector.raise(DriftStatistic.NOVELTY) || detector.raise(DriftStatistic.ALERT_RATE);
  }

  /** The task's outcome at the largest context size that percentiles are kept of. */
  private static TaskOutcome outcome(Task task) {
    Inference inference = new Inference(network, standardisation, new VectorKernels());
    TaskState state = inference.newState();
    TaskOutcome outcome = new TaskOutcome(1, 0, 0);
    for (int i = 0; i < task.size(); i++) {
      inference.observe(state, task.xOf(i), task.yOf(i));
      if (heldOut.percentiles().keeps(state.count())) {
        outcome =
            new TaskOutcome(
                state.count(),
                state.novelty(),
                Score.MUTUAL_INFORMATION.of(AmbiguityScores.of(state.alpha()), state.novelty()));
      }
    }
    return outcome;
  }

  /** The same y at -x: other functions with the same values. */
  private static Task mirrored(Task task) {
    return new Task(
        task.name(),
        task.group(),
        1,
        1,
        Arrays.stream(task.x()).map(x -> -x).toArray(),
        task.y(),
        task.contextSize(),
        task.firstRow());
  }
}
