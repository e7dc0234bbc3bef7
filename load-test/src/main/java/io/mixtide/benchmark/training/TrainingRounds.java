package io.mixtide.benchmark.training;

import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Moments;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import io.mixtide.model.training.Trainer;
import io.mixtide.model.training.TrainingSettings;
import java.util.concurrent.ForkJoinPool;

/**
 * Training runs to be timed: input experts of the standard sizes at the standard settings, on tasks
 * of the clustered family with {@value #POINTS} points each.
 */
final class TrainingRounds {
  private static final int TASKS = 1000;
  private static final int POINTS = 100;

  private final TaskSet tasks;
  private final Standardisation standardisation;
  private final TrainingSettings settings;
  private final long seed;

  /** Runs of {@code steps} steps, at least 2. Equal seeds give equal runs of Mixtide's. */
  TrainingRounds(int steps, long seed) {
    this.seed = seed;
    tasks = ClusteredFamily.generate(TASKS, POINTS, seed);
    standardisation = Moments.of(tasks, OutputTransform.IDENTITY);
    settings = TrainingSettings.standard(steps, seed);
  }

  /** Milliseconds per step of Mixtide's trainer on a number of threads. */
  double mixtide(int threads) {
    StepTimes times = new StepTimes(settings.steps());
    Trainer trainer = new Trainer(Kernels.of("vector"), settings);
    InputNetwork network = network();
    // A parallel stream runs on the pool that it was started in.
    try (ForkJoinPool pool = new ForkJoinPool(threads)) {
      pool.submit(
              () -> trainer.train(network, standardisation, tasks, progress -> times.stepEnded()))
          .join();
    }
    return times.mean();
  }

  /** Milliseconds per step of a peer. */
  double peer(TrainingPeer peer) {
    StepTimes times = new StepTimes(settings.steps());
    peer.train(network(), standardisation, tasks, settings, times::stepEnded);
    return times.mean();
  }

  private InputNetwork network() {
    return (InputNetwork) Network.random(Architecture.standard(1, 1), RandomStream.of(seed));
  }
}
