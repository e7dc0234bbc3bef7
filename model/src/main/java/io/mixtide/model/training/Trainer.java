package io.mixtide.model.training;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Trains a network on many tasks: every step draws tasks, cuts each at a random context size, and
 * moves along the gradients of the settings' {@link Objective}.
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

  /** Trains in place from the beginning to the end, as the method below. */
  public void train(
      Network network,
      Standardisation standardisation,
      TaskSet tasks,
      Consumer<TrainingProgress> progress) {
    train(network, standardisation, tasks, Checkpoints.NONE, progress);
  }

  /**
   * Trains in place.
   *
   * @param network changed step by step
   * @param tasks at least one, of at least one observation each
   * @param checkpoints what to go on from, and what is left behind
   * @param progress told after every step
   * @throws IllegalArgumentException if there are no tasks, or one is empty or out of range
   * @throws TrainingDivergedException if the loss, a gradient or a parameter stops being a number
   */
  public void train(
      Network network,
      Standardisation standardisation,
      TaskSet tasks,
      Checkpoints checkpoints,
      Consumer<TrainingProgress> progress) {
    List<TrainingTask> pool = pool(tasks, standardisation);
    int longest = pool.stream().mapToInt(TrainingTask::size).max().orElseThrow();
    int share = settings.tasksPerStep() / SHARDS;
    List<GradientShard> shards =
        IntStream.range(0, SHARDS)
            .mapToObj(i -> new GradientShard(network, kernels, settings, share, longest))
            .toList();
    Adam adam = new Adam(network.parameters());
    TrainingState resumed = checkpoints.resumed();
    if (resumed != null) {
      adam.restore(resumed);
    }
    for (int step = adam.steps(); step < settings.steps(); step++) {
      runShards(shards, pool, share, step);
      List<Parameter> gradients = sum(shards);
      TrainingProgress result = progress(shards, step + 1);
      double norm = Adam.norm(gradients);
      if (!Double.isFinite(norm) || !Double.isFinite(result.loss())) {
        throw new TrainingDivergedException(step + 1);
      }
      double clip = Math.min(1, settings.gradientNorm() / (norm + 1e-12));
      adam.step(gradients, clip, settings.learningRate(step));
      progress.accept(result);
      if (checkpoints.isDue(step + 1)) {
        checkpoints.save(adam.state());
      }
    }
    if (!network.isFinite()) {
      throw new TrainingDivergedException(settings.steps());
    }
  }

  private static List<TrainingTask> pool(TaskSet tasks, Standardisation standardisation) {
    if (tasks.size() == 0) {
      throw new IllegalArgumentException("there are no tasks to train on");
    }
    for (Task task : tasks.tasks()) {
      if (task.size() == 0) {
        throw new IllegalArgumentException(
            "task '%s' has no observations to train on".formatted(task.name()));
      }
    }
    return tasks.tasks().stream().map(task -> TrainingTask.of(task, standardisation)).toList();
  }

  private TrainingProgress progress(List<GradientShard> shards, int step) {
    TrainingProgress sum = new TrainingProgress(step, 0, 0, 0, 0);
    for (GradientShard shard : shards) {
      sum = sum.plus(shard.progress(step));
    }
    return sum.dividedBy(settings.tasksPerStep());
  }

  private void runShards(List<GradientShard> shards, List<TrainingTask> pool, int share, int step) {
    IntStream.range(0, SHARDS)
        .parallel()
        .forEach(i -> {
          UniformRandomProvider random = RandomStream.of(settings.seed(), step, i);
          List<TaskCut> batch = new ArrayList<>(share);
          for (int k = 0; k < share; k++) {
            TrainingTask task = pool.get(random.nextInt(pool.size()));
            batch.add(TaskCut.random(task, settings, random));
          }
          int particles = settings.particles();
          shards
              .get(i)
              .run(
                  batch,
                  (alpha, logZ) -> Dirichlet.sample(kernels, alpha, particles, random, logZ));
        });
  }

  /** Adds up the shards' gradients, each number in the order of the shards. */
  private List<Parameter> sum(List<GradientShard> shards) {
    List<Parameter> total = shards.getFirst().gradients();
    IntStream.range(0, total.size())
        .parallel()
        .forEach(i -> {
          float[] sum = total.get(i).values();
          for (GradientShard shard : shards.subList(1, shards.size())) {
            float[] part = shard.gradients().get(i).values();
            kernels.add(part, 0, sum, sum.length);
          }
        });
    return total;
  }
}
