package io.mixtide.benchmark.training.nd4j;

import io.mixtide.app.UserErrorException;
import io.mixtide.benchmark.training.TrainingPeer;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import io.mixtide.model.training.TrainingSettings;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** The training step in ND4J, for tasks of one x and one y. */
public final class Nd4jPeer implements TrainingPeer {

  /** Public for the service loader. */
  public Nd4jPeer() {}

  @Override
  public String name() {
    return "ND4J";
  }

  @Override
  public void requireReady() {
    // Read once by the native library, when it loads.
    if (!"1".equals(System.getenv("OMP_NUM_THREADS"))) {
      throw new UserErrorException(
          "ND4J must run on one thread to be compared: set OMP_NUM_THREADS=1 in the environment");
    }
  }

  @Override
  public void train(
      InputNetwork network,
      Standardisation standardisation,
      TaskSet tasks,
      TrainingSettings settings,
      Runnable afterStep) {
    List<float[][]> pool =
        tasks.tasks().stream().map(task -> standardised(task, standardisation, settings)).toList();
    Nd4jTrainer trainer =
        new Nd4jTrainer(
            network,
            settings.tasksPerStep(),
            settings.maxTargets(),
            settings.maxContext(),
            settings.particles(),
            settings.auxiliary());
    Kernels kernels = Kernels.of("vector");
    for (int step = 0; step < settings.steps(); step++) {
      UniformRandomProvider random = RandomStream.of(settings.seed(), step);
      trainer.gradients(
          Batch.random(pool, settings, random),
          (alpha, logZ) -> Dirichlet.sample(kernels, alpha, settings.particles(), random, logZ));
      trainer.update(learningRate(settings, step), settings.gradientNorm());
      afterStep.run();
    }
  }

  private static float[][] standardised(
      Task task, Standardisation standardisation, TrainingSettings settings) {
    if (task.size() < settings.maxContext() + settings.maxTargets()) {
      throw new IllegalArgumentException("every task must have room for all targets");
    }
    float[] x = new float[task.size()];
    float[] y = new float[task.size()];
    for (int i = 0; i < task.size(); i++) {
      standardisation.x(task.x(), i, x, i);
      standardisation.y(task.y(), i, y, i);
    }
    return new float[][] {x, y};
  }

  /** Linear warm-up, then a cosine to zero. */
  private static double learningRate(TrainingSettings settings, int step) {
    double warmUp = Math.min(1, (step + 1.0) / Math.max(1, settings.warmUpSteps()));
    return settings.learningRate()
        * warmUp
        * 0.5
        * (1 + Math.cos(Math.PI * step / settings.steps()));
  }
}
