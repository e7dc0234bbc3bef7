package io.mixtide.benchmark;

import io.mixtide.model.data.TaskSet;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import io.mixtide.model.training.Trainer;
import io.mixtide.model.training.TrainingSettings;

/**
 * One way to train a model, compared with others.
 *
 * @param name as tables show it
 * @param settings their seed is the network's too
 */
record Contender(String name, Architecture architecture, TrainingSettings settings) {

  /** The same contender with the parameters, as nearly as its width allows, of another. */
  Contender withParameters(long number) {
    int low = 1;
    int high = Architecture.MAX_SIZE;
    while (low < high) {
      int middle = (low + high) / 2;
      if (Network.size(architecture.withWidth(middle)) < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return new Contender(name, architecture.withWidth(low), settings);
  }

  /** The same contender, whose attention if any reaches as many observations. */
  Contender withWindow(int window) {
    return architecture.hasContextExperts()
        ? new Contender(
            name, architecture.withAttention(architecture.attention().withWindow(window)), settings)
        : this;
  }

  /** The same contender with another seed. */
  Contender withSeed(long seed) {
    return new Contender(name, architecture, settings.withSeed(seed));
  }

  /** Number of parameters. */
  long parameters() {
    return Network.size(architecture);
  }

  /** Trains it. */
  Trained train(TaskSet tasks, Standardisation standardisation) {
    Network network = Network.random(architecture, RandomStream.of(settings.seed()));
    long from = settings.steps() - Math.max(1, settings.steps() / 10);
    double[] ess = new double[1];
    long start = System.nanoTime();
    new Trainer(Kernels.of("vector"), settings)
        .train(
            network,
            standardisation,
            tasks,
            progress -> {
              if (progress.step() > from) {
                ess[0] += progress.ess() / (settings.steps() - from);
              }
            });
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Trained(this, network, standardisation, ess[0], seconds);
  }
}
