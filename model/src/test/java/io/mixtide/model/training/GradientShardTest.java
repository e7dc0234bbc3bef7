package io.mixtide.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.TestModels;
import io.mixtide.model.data.Task;
import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.random.RandomStream;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole chain of gradients along random directions, with particles held fixed. */
class GradientShardTest {
  private static final int PARTICLES = 8;
  private static final double H = 1e-2;
  private static final TrainingSettings WITH_PARTICLES =
      new TrainingSettings(
          1, 2, PARTICLES, 1e-3, 1, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 7, 9, 1);

  @ParameterizedTest
  @CsvSource({"1, 1, 2", "1, 1, 4", "3, 2, 5", "2, 3, 2"})
  void shouldDifferentiateByThePriorNetwork(int dx, int dy, int experts) {
    // The weights of the particles do not depend on it, so the slope is that of the loss.
    check(
        TestModels.network(dx, dy, experts, 11),
        WITH_PARTICLES,
        7,
        name -> !name.startsWith("trunk"),
        TrainingProgress::loss);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 1, 4", "3, 2, 5", "2, 3, 2"})
  void shouldDifferentiateByTheExperts(int dx, int dy, int experts) {
    // Without a context the experts reach the loss through the targets alone.
    check(
        TestModels.network(dx, dy, experts, 11),
        WITH_PARTICLES,
        0,
        name -> name.startsWith("trunk"),
        progress -> -progress.joint() - progress.marginal());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IMPORTANCE_WEIGHTED")
  void shouldDescendTheObjectiveOfItsSettings(Objective objective) {
    TrainingSettings settings = WITH_PARTICLES.withObjective(objective, 0);
    check(
        TestModels.network(2, 2, 4, 11),
        settings,
        7,
        name -> !name.startsWith("trunk"),
        TrainingProgress::loss);
    check(
        TestModels.network(2, 2, 4, 11),
        settings,
        0,
        name -> name.startsWith("trunk"),
        TrainingProgress::loss);
    check(
        TestModels.contextNetwork(2, 2, 4, 16, 11),
        settings,
        7,
        name -> true,
        TrainingProgress::loss);
  }

  private static void check(
      Network network,
      TrainingSettings settings,
      int context,
      Predicate<String> moved,
      ToDoubleFunction<TrainingProgress> objective) {
    Architecture sizes = network.architecture();
    int experts = sizes.experts();
    GradientShard shard = new GradientShard(network, new VectorKernels(), settings, 2, 16);
    List<TaskCut> batch = List.of(cut(sizes, context, 1), cut(sizes, context, 2));
    float[] fixed = new float[PARTICLES * experts];
    float[] centre = TestModels.concentration(experts, 0.5, 3, 5);
    Dirichlet.sample(centre, PARTICLES, RandomStream.of(5), fixed);
    EStep.Particles particles = (alpha, logZ) -> System.arraycopy(fixed, 0, logZ, 0, fixed.length);

    shard.run(batch, particles);
    float[][] kept =
        network.parameters().stream().map(p -> p.values().clone()).toArray(float[][]::new);
    float[][] direction = new float[kept.length][];
    UniformRandomProvider random = RandomStream.of(17);
    double slope = 0;
    double norm = 0;
    for (int i = 0; i < kept.length; i++) {
      direction[i] = new float[kept[i].length];
      Parameter gradient = shard.gradients().get(i);
      for (int k = 0; k < kept[i].length; k++) {
        double noise = random.nextDouble(-1, 1);
        // Along the gradient with noise, so that the slope stands out from rounding.
        direction[i][k] =
            moved.test(gradient.name()) ? (float) (gradient.values()[k] + 0.02 * noise) : 0f;
        slope += (double) gradient.values()[k] * direction[i][k];
        norm += (double) direction[i][k] * direction[i][k];
      }
    }
    norm = Math.sqrt(norm);
    double measured =
        (along(network, kept, direction, H / norm, shard, batch, particles, objective)
                - along(network, kept, direction, -H / norm, shard, batch, particles, objective))
            / (2 * H);
    assertThat(slope / norm).isGreaterThan(3e-3);
    assertThat(measured).isCloseTo(slope / norm, within(5e-4 + 0.01 * slope / norm));
  }

  private static double along(
      Network network,
      float[][] from,
      float[][] direction,
      double distance,
      GradientShard shard,
      List<TaskCut> batch,
      EStep.Particles particles,
      ToDoubleFunction<TrainingProgress> objective) {
    List<Parameter> parameters = network.parameters();
    for (int i = 0; i < from.length; i++) {
      float[] values = parameters.get(i).values();
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) (from[i][k] + distance * direction[i][k]);
      }
    }
    shard.run(batch, particles);
    return objective.applyAsDouble(shard.progress(1).dividedBy(2));
  }

  private static TaskCut cut(Architecture sizes, int context, long seed) {
    int dx = sizes.dx();
    int dy = sizes.dy();
    Task task = TestModels.tasks(dx, dy, -1, 1, seed, 16).tasks().getFirst();
    int targets = 9;
    return new TaskCut(
        TrainingTask.of(task, TestModels.plain(dx, dy)),
        context,
        IntStream.range(context, context + targets).toArray());
  }
}
