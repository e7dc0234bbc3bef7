package io.mixtide.benchmark.training.nd4j;

import io.mixtide.benchmark.training.nd4j.FlatParameters.Layer;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Dense;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of one step over all tasks' rows at once, and the parameters they move. */
final class Nd4jTrainer {
  private final Architecture sizes;
  private final int tasks;
  private final FlatParameters parameters;
  private final List<Layer> layers = new ArrayList<>();
  private final ExpertRows contexts;
  private final ExpertRows targetRows;
  private final PriorNetwork prior;
  private final ParticleStep particleStep;
  private final INDArray targetOnes;
  private final int targets;

  /**
   * A trainer that starts from a network.
   *
   * @param targets of every task
   * @param mostContext rows of a task's context
   */
  Nd4jTrainer(
      InputNetwork network,
      int tasks,
      int targets,
      int mostContext,
      int particles,
      double auxiliary) {
    sizes = network.architecture();
    this.tasks = tasks;
    this.targets = targets;
    int parameterCount = network.parameters().stream().mapToInt(p -> p.values().length).sum();
    parameters = new FlatParameters(parameterCount);
    List<Layer> trunk = layers(network.trunk(), network.trunk().layers().size() - 1);
    Dense last = network.trunk().last();
    Layer mean = half(last, 0);
    Layer scale = half(last, last.out() / 2);
    List<Layer> phi = layers(network.embedding(), network.embedding().layers().size());
    List<Layer> head = layers(network.head(), network.head().layers().size());
    int rows = tasks * mostContext;
    int experts = sizes.experts();
    int dy = sizes.dy();
    contexts = new ExpertRows(new Stack(trunk, true, rows), mean, scale, experts, dy, rows);
    targetRows =
        new ExpertRows(
            new Stack(trunk, true, tasks * targets), mean, scale, experts, dy, tasks * targets);
    prior =
        new PriorNetwork(
            sizes, tasks, rows, new Stack(phi, false, rows), new Stack(head, false, tasks));
    particleStep = new ParticleStep(tasks, targets, experts, dy, particles, auxiliary);
    targetOnes = Nd4j.ones(1, tasks * targets);
  }

  private List<Layer> layers(Mlp of, int count) {
    List<Layer> made = new ArrayList<>();
    for (Dense dense : of.layers().subList(0, count)) {
      made.add(parameters.layer(dense.in(), dense.out(), dense.weight(), dense.bias()));
    }
    layers.addAll(made);
    return made;
  }

  private Layer half(Dense dense, int from) {
    int half = dense.out() / 2;
    float[] weight = new float[dense.in() * half];
    float[] bias = new float[half];
    for (int i = 0; i < dense.in(); i++) {
      System.arraycopy(dense.weight(), i * dense.out() + from, weight, i * half, half);
    }
    System.arraycopy(dense.bias(), from, bias, 0, half);
    Layer made = parameters.layer(dense.in(), half, weight, bias);
    layers.add(made);
    return made;
  }

  /** Trunk without its last layer, means, raw scales, embedding, head. */
  List<Layer> layers() {
    return layers;
  }

  /** The gradients of a batch's mean loss; returns that loss. */
  double gradients(Batch batch, Particles particles) {
    int rows = batch.contextRows();
    lay(batch.targetX(), batch.targetY(), tasks * targets, targetRows);
    INDArray responsibilities = targetOnes;
    if (rows > 0) {
      lay(batch.contextX(), batch.contextY(), rows, contexts);
      responsibilities = contexts.logDensity(rows);
      Nd4j.exec(new SoftMax(responsibilities, responsibilities, 1));
    } else {
      parameters.clearGradients();
    }
    prior.forward(batch, responsibilities);
    float[][] alpha = new float[tasks][sizes.experts()];
    float[][] alphaGradient = new float[tasks][sizes.experts()];
    for (int k = 0; k < tasks; k++) {
      prior.concentration(k, alpha[k]);
    }
    INDArray logDensity = targetRows.logDensity(tasks * targets);
    INDArray gradient = particleStep.run(logDensity, alpha, particles, alphaGradient);
    for (int k = 0; k < tasks; k++) {
      prior.concentrationGradient(k, alphaGradient[k]);
    }
    targetRows.backward(tasks * targets, gradient, targetOnes);
    prior.backward(rows, targetOnes);
    return particleStep.loss();
  }

  /** Moves along the last gradients, scaled down to a norm if theirs is larger. */
  void update(double learningRate, double mostNorm) {
    parameters.step(learningRate, mostNorm);
  }

  private void lay(float[] x, float[] y, int rows, ExpertRows into) {
    int dy = sizes.dy();
    int width = sizes.experts() * dy;
    float[] tiled = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < width; j++) {
        tiled[row * width + j] = y[row * dy + j % dy];
      }
    }
    Arrays32.write(x, rows * sizes.dx(), into.x());
    Arrays32.write(tiled, tiled.length, into.y());
  }
}
