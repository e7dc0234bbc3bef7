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

/** From tasks to a release: moments, training, scores on held-out tasks, percentiles. */
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
    long seed = provenance.settings().seed();
    UniformRandomProvider random = RandomStream.of(seed);
    Network network = Network.random(architecture, random);
    Standardisation standardisation = Moments.of(training, transform);
    new Trainer(kernels, provenance.settings())
        .train(network, standardisation, training, checkpoints, progress);
    return ReleaseFile.write(
        null,
        network,
        standardisation,
        provenance,
        HeldOut.measure(network, standardisation, kernels, heldOut),
        new Evaluator(network, standardisation, kernels, seed).evaluate(heldOut, CONTEXT_SIZES),
        candidates(training, random));
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
