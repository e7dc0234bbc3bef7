package io.mixtide.model.training;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.TaskRows;
import java.util.Arrays;
import java.util.List;

/** A pass through input experts: context rows feed the prior network, target rows the experts. */
final class InputPass implements NetworkPass {
  private final InputNetwork network;
  private final InputNetwork gradients;
  private final Kernels kernels;
  private final Architecture sizes;
  private final TaskRows rows;
  private final Mlp.Activations contextTrunk;
  private final float[] contextY;
  private final ExpertDensities contextDensities;
  private final float[] contextMax;
  private final Mlp.Activations embedding;
  private final Mlp.Activations embeddingDelta;
  private final Mlp.Activations head;
  private final Mlp.Activations headDelta;
  private final ConcentrationHead concentration;
  private final Mlp.Activations trunk;
  private final Mlp.Activations trunkDelta;
  private final float[] targetY;
  private final ExpertDensities densities;

  InputPass(InputNetwork network, Kernels kernels, int tasks, int mostContext, int mostTargets) {
    this.network = network;
    this.kernels = kernels;
    sizes = network.architecture();
    gradients = (InputNetwork) Network.zeros(sizes);
    rows = TaskRows.of(tasks);
    int contextRows = tasks * mostContext;
    int targetRows = tasks * mostTargets;
    contextTrunk = network.trunk().activations(contextRows);
    contextY = new float[contextRows * sizes.dy()];
    contextDensities = new ExpertDensities(sizes, contextRows);
    contextMax = new float[contextRows];
    embedding = network.embedding().activations(contextRows);
    embeddingDelta = network.embedding().activations(contextRows);
    head = network.head().activations(tasks);
    headDelta = network.head().activations(tasks);
    concentration = new ConcentrationHead(kernels, sizes);
    trunk = network.trunk().activations(targetRows);
    trunkDelta = network.trunk().activations(targetRows);
    targetY = new float[targetRows * sizes.dy()];
    densities = new ExpertDensities(sizes, targetRows);
  }

  @Override
  public Network gradients() {
    return gradients;
  }

  @Override
  public float[] logDensity() {
    return densities.logDensity();
  }

  @Override
  public void forward(List<TaskCut> batch) {
    TaskCut.lay(batch, sizes, rows, contextTrunk.input(), contextY, trunk.input(), targetY);
    embed();
    pool();
    network.head().forward(kernels, rows.tasks(), head);
    network.trunk().forward(kernels, rows.targetRows(), trunk);
    densities.evaluate(kernels, rows.targetRows(), trunk.output(), targetY);
  }

  private void embed() {
    int n = rows.contextRows();
    network.trunk().forward(kernels, n, contextTrunk);
    contextDensities.evaluate(kernels, n, contextTrunk.output(), contextY);
    int dx = sizes.dx();
    int dy = sizes.dy();
    int experts = sizes.experts();
    int in = network.embedding().in();
    float[] input = embedding.input();
    float[] shares = contextDensities.logDensity();
    Softmax.applyRows(kernels, n, shares, experts, contextMax);
    for (int row = 0; row < n; row++) {
      System.arraycopy(contextTrunk.input(), row * dx, input, row * in, dx);
      System.arraycopy(contextY, row * dy, input, row * in + dx, dy);
      System.arraycopy(shares, row * experts, input, row * in + dx + dy, experts);
    }
    network.embedding().forward(kernels, n, embedding);
  }

  private void pool() {
    int e = sizes.embedding();
    int experts = sizes.experts();
    int in = network.embedding().in();
    int qColumn = in - experts;
    int width = network.head().in();
    float[] pooled = head.input();
    int row = 0;
    for (int k = 0; k < rows.tasks(); k++) {
      int n = rows.contextSize()[k];
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

  @Override
  public void concentration(int task, float[] alpha) {
    concentration.forward(
        rows.contextSize()[task], head.input(), q(task), head.output(), o(task), alpha);
  }

  @Override
  public void concentrationGradient(int task, float[] gradient) {
    concentration.backward(
        rows.contextSize()[task],
        head.input(),
        q(task),
        head.output(),
        o(task),
        gradient,
        headDelta.output());
  }

  private int q(int task) {
    return task * network.head().in() + sizes.embedding() + 1;
  }

  private int o(int task) {
    return task * network.head().out();
  }

  @Override
  public void backward(float[] t) {
    densities.backward(kernels, rows.targetRows(), t, trunkDelta.output());
    network
        .trunk()
        .backward(kernels, rows.targetRows(), trunk, trunkDelta, false, gradients.trunk());
    network.head().backward(kernels, rows.tasks(), head, headDelta, true, gradients.head());
    int e = sizes.embedding();
    int width = network.head().in();
    rows.forEachContextRow((row, task) -> {
      int n = rows.contextSize()[task];
      for (int j = 0; j < e; j++) {
        embeddingDelta.output()[row * e + j] = headDelta.input()[task * width + j] / n;
      }
    });
    network
        .embedding()
        .backward(
            kernels, rows.contextRows(), embedding, embeddingDelta, false, gradients.embedding());
  }
}
