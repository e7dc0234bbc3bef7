package io.mixtide.model.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.Weighting;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.Objective;
import io.mixtide.model.training.TrainingProgress;
import io.mixtide.model.training.TrainingSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ReleaseTrainingTest {
  private static final TaskSet TRAINING = ClusteredFamily.generate(40, 15, 1);
  private static final TaskSet HELD_OUT = ClusteredFamily.generate(25, 15, 2);

  @Test
  void shouldTrainTheSameBytesTwiceAndReadThemBack() {
    List<TrainingProgress> progress = new ArrayList<>();
    byte[] file = train(5, progress);
    assertThat(train(5, new ArrayList<>())).isEqualTo(file);
    assertThat(train(6, new ArrayList<>())).isNotEqualTo(file);

    Release release = ReleaseFile.read(file);
    assertThat(progress).hasSize(8);
    assertThat(release.parent()).isNull();
    assertThat(release.provenance()).isEqualTo(provenance(5));
    assertThat(release.heldOut().tasks()).isEqualTo(25);
    assertThat(release.scores())
        .extracting(ContextScore::contextSize)
        .isEqualTo(ReleaseTraining.CONTEXT_SIZES);
    double[] seen = TRAINING.tasks().stream().flatMapToDouble(ReleaseTrainingTest::xs).toArray();
    Arrays.sort(seen);
    assertThat(release.candidates())
        .hasSize(32)
        .allMatch(x -> x.length == 1 && Arrays.binarySearch(seen, x[0]) >= 0);
    Inference inference =
        new Inference(release.network(), release.standardisation(), new VectorKernels());
    TaskState state = inference.newState();
    inference.observe(state, new double[] {0.5}, new double[] {-0.5});
    assertThat(inference.predict(state, new double[] {1}).logDensity(0)).isFinite();
  }

  @Test
  void shouldAskForTasks() {
    TaskSet none = new TaskSet(1, 1, List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(none, HELD_OUT, 1, new ArrayList<>()))
        .withMessageContaining("no observations");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(TRAINING, none, 1, new ArrayList<>()))
        .withMessageContaining("held-out tasks");
  }

  private static byte[] train(long seed, List<TrainingProgress> progress) {
    return train(TRAINING, HELD_OUT, seed, progress);
  }

  private static byte[] train(
      TaskSet training, TaskSet heldOut, long seed, List<TrainingProgress> progress) {
    return ReleaseTraining.train(
        new Architecture(1, 1, 4, 16, 8, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE),
        OutputTransform.IDENTITY,
        training,
        heldOut,
        provenance(seed),
        new VectorKernels(),
        Checkpoints.NONE,
        progress::add);
  }

  private static Provenance provenance(long seed) {
    return new Provenance(
        "0",
        List.of("clustered"),
        "00",
        List.of("task"),
        List.of("x"),
        List.of("y"),
        0.2,
        40,
        600,
        new TrainingSettings(
            8, 8, 8, 3e-3, 2, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 10, 10, seed));
  }

  private static DoubleStream xs(Task task) {
    return Arrays.stream(task.x());
  }
}
