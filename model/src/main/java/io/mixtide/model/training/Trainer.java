package io.mixtide.model.training;

import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.network.Standardisation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Trains a network on many tasks: every step draws tasks, cuts each at a random context size, and
 * moves along the gradients of {@link EmStep}.
 *
 * <p>Every draw comes from a generator of its own, seeded by the run's seed, the step and the
 * share, so a run gives the same bits on any number of threads.
 */
public final class Trainer {
  private static final int SHARDS = 4;

  private final Kernels kernels;
  private final TrainingSettings settings;

  /** A trainer with the given settings. */
  public Trainer(Kernels kernels, TrainingSettings settings) {
    if (settings.tasksPerStep() % SHARDS != 0) {
      throw new IllegalArgumentException("tasks per step must be a multiple of " + SHARDS);
    }
    this.kernels = kernels;
    this.settings = settings;
  }

  /**
   * Trains in place.
   *
   * @param network changed step by step
   * @param tasks of at least one observation each
   * @param progress told after every step
   * @throws TrainingDivergedException if the loss or a gradient stops being a number
   */
  public void train(
      Network network,
      Standardisation standardisation,
      TaskSet tasks,
      Consumer<TrainingProgress> progress) {
    List<TrainingTask> pool =
        tasks.tasks().stream().map(t -> TrainingTask.of(t, standardisation)).toList();
    int longest = pool.stream().mapToInt(TrainingTask::size).max().orElse(0);
    int share = settings.tasksPerStep() / SHARDS;
    List<GradientShard> shards =
        IntStream.range(0, SHARDS)
            .mapToObj(i -> new GradientShard(network, kernels, settings, share, longest))
            .toList();
    Adam adam = new Adam(network.parameters());
    for (int step = 0; step < settings.steps(); step++) {
      runShards(shards, pool, share, step);
      List<Parameter> gradients = sum(shards);
      TrainingProgress result =
          shards.stream()
              .map(shard -> shard.progress(0))
              .reduce(new TrainingProgress(step + 1, 0, 0, 0, 0), TrainingProgress::plus)
              .dividedBy(settings.tasksPerStep());
      double norm = Adam.norm(gradients);
      if (!Double.isFinite(norm) || !Double.isFinite(result.loss())) {
        throw new TrainingDivergedException(step + 1);
      }
      double clip = Math.min(1, settings.gradientNorm() / (norm + 1e-12));
      adam.step(gradients, clip, settings.learningRate(step));
      progress.accept(result);
    }
  }

  private void runShards(List<GradientShard> shards, List<TrainingTask> pool, int share, int step) {
    IntStream.range(0, SHARDS)
        .parallel()
        .forEach(i -> {
          UniformRandomProvider random = random(step, i);
          List<TaskCut> batch = new ArrayList<>(share);
          for (int k = 0; k < share; k++) {
            TrainingTask task = pool.get(random.nextInt(pool.size()));
            batch.add(TaskCut.random(task, settings, random));
          }
          int particles = settings.particles();
          shards
              .get(i)
              .run(batch, (alpha, logZ) -> Dirichlet.sample(alpha, particles, random, logZ));
        });
  }

  private UniformRandomProvider random(int step, int shard) {
    return RandomSource.L64_X128_MIX.create(
        new long[] {settings.seed(), 0x9E3779B97F4A7C15L * (step + 1), shard});
  }

  private static List<Parameter> sum(List<GradientShard> shards) {
    List<Parameter> total = shards.getFirst().gradients();
    for (GradientShard shard : shards.subList(1, shards.size())) {
      for (int i = 0; i < total.size(); i++) {
        float[] sum = total.get(i).values();
        float[] part = shard.gradients().get(i).values();
        for (int j = 0; j < sum.length; j++) {
          sum[j] += part[j];
        }
      }
    }
    return total;
  }
}
