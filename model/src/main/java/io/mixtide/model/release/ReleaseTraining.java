package io.mixtide.model.release;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.Evaluator;
import io.mixtide.model.evaluation.HeldOut;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Moments;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.Trainer;
import io.mixtide.model.training.TrainingProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * From tasks to a release: moments or a parent's, training, scores on held-out tasks, percentiles.
 */
public final class ReleaseTraining {
  private static final int CANDIDATES = 32;

  /** Context sizes that a release's own scores are given at. */
  public static final List<Integer> CONTEXT_SIZES = List.of(1, 2, 3, 4, 6, 8, 12);

  private ReleaseTraining() {}

  /**
   * Trains a model and writes it. Equal arguments give equal bytes.
   *
   * @param architecture sizes, fitting the tasks
   * @param training tasks to learn from, none empty
   * @param heldOut tasks to score on, at least one
   * @param provenance of the training tasks; its settings are those that are used
   * @param checkpoints what to go on from, and what is left behind
   * @param progress told after every step
   * @return a file as {@link ReleaseFile} reads it
   */
  public static byte[] train(
      Architecture architecture,
      OutputTransform transform,
      TaskSet training,
      TaskSet heldOut,
      Provenance provenance,
      Kernels kernels,
      Checkpoints checkpoints,
      Consumer<TrainingProgress> progress) {
    UniformRandomProvider random = RandomStream.of(provenance.settings().seed());
    Network network = Network.random(architecture, random);
    Standardisation standardisation = Moments.of(training, transform);
    new Trainer(kernels, provenance.settings())
        .train(network, standardisation, training, checkpoints, progress);
    List<double[]> candidates = candidates(training, random);
    return write(null, network, standardisation, heldOut, provenance, kernels, candidates);
  }

  /**
   * Trains a release further and writes what comes of it. It starts with the parent's weights and a
   * fresh optimiser, and keeps the parent's standardisation: the weights make sense in those units
   * alone, and scores stay comparable. Equal arguments give equal bytes.
   *
   * @param parent what to start from, left as it is
   * @param training tasks to learn from, of the parent's shape, none empty
   * @param heldOut tasks to score on, at least one
   * @param provenance of the training tasks; its settings are those that are used
   * @param checkpoints what to go on from, and what is left behind
   * @param progress told after every step
   * @return a file as {@link ReleaseFile} reads it
   * @throws IllegalArgumentException if a part is empty, or a task out of the parent's range
   * @throws io.mixtide.model.training.TrainingDivergedException if the training leads nowhere
   */
  public static byte[] continueFrom(
      Release parent,
      TaskSet training,
      TaskSet heldOut,
      Provenance provenance,
      Kernels kernels,
      Checkpoints checkpoints,
      Consumer<TrainingProgress> progress) {
    Network network = parent.network().copy();
    Standardisation standardisation = parent.standardisation();
    new Trainer(kernels, provenance.settings())
        .train(network, standardisation, training, checkpoints, progress);
    List<double[]> candidates = candidates(training, RandomStream.of(provenance.settings().seed()));
    return write(
        parent.version(), network, standardisation, heldOut, provenance, kernels, candidates);
  }

  private static byte[] write(
      @Nullable String parent,
      Network network,
      Standardisation standardisation,
      TaskSet heldOut,
      Provenance provenance,
      Kernels kernels,
      List<double[]> candidates) {
    long seed = provenance.settings().seed();
    return ReleaseFile.write(
        parent,
        network,
        standardisation,
        provenance,
        HeldOut.measure(network, standardisation, kernels, heldOut),
        new Evaluator(network, standardisation, kernels, seed).evaluate(heldOut, CONTEXT_SIZES),
        candidates);
  }

  private static List<double[]> candidates(TaskSet tasks, UniformRandomProvider random) {
    Map<List<Double>, double[]> distinct = new LinkedHashMap<>();
    for (int draw = 0; draw < 100 * CANDIDATES && distinct.size() < CANDIDATES; draw++) {
      Task task = tasks.tasks().get(random.nextInt(tasks.size()));
      int row = random.nextInt(task.size());
      double[] x = Arrays.copyOfRange(task.x(), row * task.dx(), (row + 1) * task.dx());
      distinct.putIfAbsent(Arrays.stream(x).boxed().toList(), x);
    }
    return new ArrayList<>(distinct.values());
  }
}
