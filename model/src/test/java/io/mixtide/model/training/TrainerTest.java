package io.mixtide.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mixtide.model.TestModels;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.ScalarKernels;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ToDoubleFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final TrainingSettings BRIEF =
      new TrainingSettings(20, 8, 8, 1e-2, 5, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 10, 10, 3);
  private static final TrainingSettings SHORT =
      new TrainingSettings(300, 8, 8, 1e-2, 20, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 10, 10, 3);
  private static final Standardisation PLAIN = TestModels.plain(1, 1);

  @Test
  void shouldGiveTheSameBitsWhateverTheParallelism() {
    List<float[]> alone = trainedIn(1, new VectorKernels());
    assertThat(trainedIn(4, new VectorKernels())).usingRecursiveComparison().isEqualTo(alone);
    assertThat(trainedIn(2, new ScalarKernels())).usingRecursiveComparison().isEqualTo(alone);
  }

  @Test
  void shouldGiveOtherBitsForAnotherSeed() {
    TrainingSettings other =
        new TrainingSettings(20, 8, 8, 1e-2, 5, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 10, 10, 4);
    assertThat(weights(train(2, BRIEF, new ArrayList<>())).getFirst())
        .isNotEqualTo(weights(train(2, other, new ArrayList<>())).getFirst());
  }

  @Test
  void shouldLearnTwoModesBetterWithTwoExperts() {
    List<TrainingProgress> one = new ArrayList<>();
    List<TrainingProgress> two = new ArrayList<>();
    train(1, SHORT, one);
    train(2, SHORT, two);
    assertThat(late(two, TrainingProgress::marginal))
        .isGreaterThan(late(one, TrainingProgress::marginal) + 0.5);
    assertThat(late(two, TrainingProgress::loss)).isLessThan(two.getFirst().loss() - 0.5);
    assertThat(two).extracting(TrainingProgress::step).startsWith(1, 2).endsWith(300);
    assertThat(two).allMatch(p -> p.ess() >= 1 - 1e-9 && p.ess() <= 8 + 1e-9);
  }

  @Test
  void shouldSayThatItDiverged() {
    TrainingSettings wild =
        new TrainingSettings(200, 8, 8, 1e30, 0, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 10, 10, 3);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThatExceptionOfType(TrainingDivergedException.class)
                .isThrownBy(() -> train(2, wild, new ArrayList<>()))
                .withMessageContaining("lower learning rate"));
  }

  @Test
  void shouldSayThatTheLastStepDiverged() {
    TrainingSettings wild =
        new TrainingSettings(1, 8, 8, 1e39, 0, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 10, 10, 3);
    assertThatExceptionOfType(TrainingDivergedException.class)
        .isThrownBy(() -> train(2, wild, new ArrayList<>()));
  }

  @Test
  void shouldAskForTasksWithObservations() {
    Trainer trainer = new Trainer(new VectorKernels(), BRIEF);
    Network network = TestModels.network(1, 1, 2, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> trainer.train(network, PLAIN, new TaskSet(1, 1, List.of()), progress -> {}))
        .withMessage("there are no tasks to train on");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            trainer.train(network, PLAIN, TestModels.tasks(1, 1, 0, 1, 1, 5, 0), progress -> {}))
        .withMessage("task 't1' has no observations to train on");
  }

  @Test
  void shouldTrainOnTasksOfOneObservation() {
    Network network = TestModels.network(1, 1, 2, 1);
    List<TrainingProgress> progress = new ArrayList<>();
    new Trainer(new VectorKernels(), BRIEF)
        .train(network, PLAIN, TestModels.tasks(1, 1, 0, 1, 1, 1, 1, 3), progress::add);
    assertThat(progress).hasSize(20).allMatch(p -> Double.isFinite(p.loss()));
  }

  private static List<float[]> trainedIn(int threads, Kernels kernels) {
    try (ForkJoinPool pool = new ForkJoinPool(threads)) {
      return pool.submit(
              () -> {
                Network network = TestModels.network(1, 1, 3, 1);
                new Trainer(kernels, BRIEF).train(network, PLAIN, twoModes(), progress -> {});
                return weights(network);
              })
          .join();
    }
  }

  private static Network train(
      int experts, TrainingSettings settings, List<TrainingProgress> progress) {
    Network network = TestModels.network(1, 1, experts, 1);
    new Trainer(new VectorKernels(), settings).train(network, PLAIN, twoModes(), progress::add);
    return network;
  }

  private static List<float[]> weights(Network network) {
    return network.parameters().stream().map(Parameter::values).toList();
  }

  /** Mean over the last twenty steps. */
  private static double late(
      List<TrainingProgress> progress, ToDoubleFunction<TrainingProgress> value) {
    return progress.stream().skip(progress.size() - 20L).mapToDouble(value).average().orElseThrow();
  }

  /** Every observation is near −1 or near 1, and the task prefers one of the two. */
  private static TaskSet twoModes() {
    UniformRandomProvider random = RandomStream.of(9);
    var normal = ZigguratSampler.NormalizedGaussian.of(random);
    List<Task> tasks = new ArrayList<>();
    for (int k = 0; k < 40; k++) {
      double share = random.nextDouble();
      double[] x = random.doubles(20, -1, 1).toArray();
      double[] y = new double[20];
      for (int i = 0; i < 20; i++) {
        y[i] = (random.nextDouble() < share ? -1 : 1) + 0.1 * normal.sample();
      }
      tasks.add(new Task("t" + k, null, 1, 1, x, y, Task.NO_CONTEXT_SIZE, 20L * k));
    }
    return new TaskSet(1, 1, tasks);
  }
}
