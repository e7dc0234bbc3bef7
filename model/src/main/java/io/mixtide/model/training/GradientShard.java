package io.mixtide.model.training;

import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.Mlp;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import java.util.Arrays;
import java.util.List;

/**
 * The gradients of one fixed share of a step's tasks. A step is always cut into the same shares and
 * their gradients are added in the same order, so its result does not depend on how many threads
 * worked on it.
 *
 * <p>Rows of all tasks lie one after another: {@code context} rows feed the prior network, {@code
 * target} rows the experts.
 */
final class GradientShard {
  private final Network network;
  private final Network gradients;
  private final List<Parameter> gradientParameters;
  private final Kernels kernels;
  private final TrainingSettings settings;
  private final Architecture sizes;
  private final int tasks;

  private final int[] contextSize;
  private final int[] targetSize;
  private final Mlp.Activations contextTrunk;
  private final float[] contextY;
  private final ExpertDensities contextDensities;
  private final Mlp.Activations embedding;
  private final Mlp.Activations embeddingDelta;
  private final Mlp.Activations head;
  private final Mlp.Activations headDelta;
  private final ConcentrationHead concentration;
  private final Mlp.Activations trunk;
  private final Mlp.Activations trunkDelta;
  private final float[] targetY;
  private final ExpertDensities densities;
  private final EmStep emStep;
  private final float[] alpha;
  private final float[] alphaGradient;
  private final float[] logZ;
  private final float[] t;
  private double loss;
  private double ess;
  private double marginal;
  private double joint;

  GradientShard(
      Network network, Kernels kernels, TrainingSettings settings, int tasks, int longestTask) {
    this.network = network;
    this.kernels = kernels;
    this.settings = settings;
    this.tasks = tasks;
    gradients = network.zeros();
    gradientParameters = gradients.parameters();
    sizes = network.architecture();
    int experts = sizes.experts();
    int contextRows = tasks * Math.min(settings.maxContext(), longestTask);
    int targetRows = tasks * Math.min(settings.maxTargets(), longestTask);
    contextSize = new int[tasks];
    targetSize = new int[tasks];
    contextTrunk = network.trunk().activations(contextRows);
    contextY = new float[contextRows * sizes.dy()];
    contextDensities = new ExpertDensities(sizes, contextRows);
    embedding = network.embedding().activations(contextRows);
    embeddingDelta = network.embedding().activations(contextRows);
    head = network.head().activations(tasks);
    headDelta = network.head().activations(tasks);
    concentration = new ConcentrationHead(kernels, experts);
    trunk = network.trunk().activations(targetRows);
    trunkDelta = network.trunk().activations(targetRows);
    targetY = new float[targetRows * sizes.dy()];
    densities = new ExpertDensities(sizes, targetRows);
    emStep =
        new EmStep(
            kernels,
            experts,
            settings.particles(),
            Math.min(settings.maxTargets(), longestTask),
            settings.auxiliary());
    alpha = new float[experts];
    alphaGradient = new float[experts];
    logZ = new float[settings.particles() * experts];
    t = new float[targetRows * experts];
  }

  /** Where a task's particles come from. */
  @FunctionalInterface
  interface Particles {

    /** Draws log weights {@code [particles, experts]} given the concentration of the next task. */
    void draw(float[] alpha, float[] logZ);
  }

  List<Parameter> gradients() {
    return gradientParameters;
  }

  /** Sums over the share's tasks of loss, effective particles, marginal and joint. */
  TrainingProgress progress(int step) {
    return new TrainingProgress(step, loss, ess, marginal, joint);
  }

  /**
   * Computes the gradients of the given tasks' loss, divided by the tasks of the whole step. If a
   * concentration is no longer a number, the loss is NaN and the gradients are void.
   */
  void run(List<TaskCut> batch, Particles particles) {
    for (Parameter gradient : gradientParameters) {
      Arrays.fill(gradient.values(), 0f);
    }
    loss = 0;
    ess = 0;
    marginal = 0;
    joint = 0;
    lay(batch);
    forwardPrior();
    int targetRows = Arrays.stream(targetSize).sum();
    network.trunk().forward(kernels, targetRows, trunk);
    densities.evaluate(kernels, targetRows, trunk.output(), targetY);
    if (!emSteps(particles)) {
      loss = Double.NaN;
      return;
    }
    densities.backward(kernels, targetRows, t, trunkDelta.output());
    network.trunk().backward(kernels, targetRows, trunk, trunkDelta, false, gradients.trunk());
    backwardPrior();
  }

  private void lay(List<TaskCut> batch) {
    int dx = sizes.dx();
    int dy = sizes.dy();
    int contextRow = 0;
    int targetRow = 0;
    for (int k = 0; k < tasks; k++) {
      TaskCut cut = batch.get(k);
      int n = cut.contextSize();
      contextSize[k] = n;
      System.arraycopy(cut.task().x(), 0, contextTrunk.input(), contextRow * dx, n * dx);
      System.arraycopy(cut.task().y(), 0, contextY, contextRow * dy, n * dy);
      contextRow += n;
      targetSize[k] = cut.targets().length;
      for (int row : cut.targets()) {
        System.arraycopy(cut.task().x(), row * dx, trunk.input(), targetRow * dx, dx);
        System.arraycopy(cut.task().y(), row * dy, targetY, targetRow * dy, dy);
        targetRow++;
      }
    }
  }

  private void forwardPrior() {
    int rows = Arrays.stream(contextSize).sum();
    network.trunk().forward(kernels, rows, contextTrunk);
    contextDensities.evaluate(kernels, rows, contextTrunk.output(), contextY);
    int dx = sizes.dx();
    int dy = sizes.dy();
    int experts = sizes.experts();
    int in = dx + dy + experts;
    float[] input = embedding.input();
    for (int row = 0; row < rows; row++) {
      System.arraycopy(contextTrunk.input(), row * dx, input, row * in, dx);
      System.arraycopy(contextY, row * dy, input, row * in + dx, dy);
      Softmax.apply(
          kernels,
          contextDensities.logDensity(),
          row * experts,
          input,
          row * in + dx + dy,
          experts);
    }
    network.embedding().forward(kernels, rows, embedding);
    pool(in, dx + dy);
    network.head().forward(kernels, tasks, head);
  }

  private void pool(int in, int qColumn) {
    int e = sizes.embedding();
    int experts = sizes.experts();
    int width = e + 1 + experts;
    float[] pooled = head.input();
    int row = 0;
    for (int k = 0; k < tasks; k++) {
      int n = contextSize[k];
      int at = k * width;
      Arrays.fill(pooled, at, at + width, 0f);
      for (int i = 0; i < n; i++, row++) {
        for (int j = 0; j < e; j++) {
          pooled[at + j] += embedding.output()[row * e + j];
        }
        for (int l = 0; l < experts; l++) {
          pooled[at + e + 1 + l] += embedding.input()[row * in + qColumn + l];
        }
      }
      for (int j = 0; j < width; j++) {
        pooled[at + j] = n == 0 ? 0f : pooled[at + j] / n;
      }
      pooled[at + e] = ConcentrationHead.sizeFeature(n);
      if (n == 0) {
        Arrays.fill(pooled, at + e + 1, at + width, 1f / experts);
      }
    }
  }

  /** Whether every task had a concentration to draw from. */
  private boolean emSteps(Particles particles) {
    int experts = sizes.experts();
    int width = network.head().in();
    int out = network.head().out();
    int row = 0;
    for (int k = 0; k < tasks; k++) {
      int q = k * width + sizes.embedding() + 1;
      concentration.forward(contextSize[k], head.input(), q, head.output(), k * out, alpha);
      if (!Dirichlet.isConcentration(alpha)) {
        return false;
      }
      particles.draw(alpha, logZ);
      emStep.run(
          targetSize[k],
          densities.logDensity(),
          row * experts,
          alpha,
          logZ,
          1.0 / settings.tasksPerStep(),
          t,
          alphaGradient);
      concentration.backward(
          contextSize[k],
          head.input(),
          q,
          head.output(),
          k * out,
          alphaGradient,
          headDelta.output());
      row += targetSize[k];
      loss += emStep.loss();
      ess += emStep.ess();
      marginal += emStep.marginal();
      joint += emStep.joint();
    }
    return true;
  }

  private void backwardPrior() {
    network.head().backward(kernels, tasks, head, headDelta, true, gradients.head());
    int e = sizes.embedding();
    int width = network.head().in();
    int row = 0;
    for (int k = 0; k < tasks; k++) {
      for (int i = 0; i < contextSize[k]; i++, row++) {
        for (int j = 0; j < e; j++) {
          embeddingDelta.output()[row * e + j] = headDelta.input()[k * width + j] / contextSize[k];
        }
      }
    }
    network
        .embedding()
        .backward(kernels, row, embedding, embeddingDelta, false, gradients.embedding());
  }
}
