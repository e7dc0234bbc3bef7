package io.mixtide.model.training;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.AttentionBlock;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.ContextNetwork;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.LayerNorm;
import io.mixtide.model.network.Mlp;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.TaskRows;
import java.util.Arrays;
import java.util.List;

/** A pass through context experts: context rows become tokens, to which target rows attend. */
final class ContextPass implements NetworkPass {
  private final ContextNetwork network;
  private final ContextNetwork gradients;
  private final Kernels kernels;
  private final Architecture sizes;
  private final int e;
  private final TaskRows rows;
  private final Mlp.Activations value;
  private final Mlp.Activations valueDelta;
  private final Mlp.Activations contextPosition;
  private final Mlp.Activations contextPositionDelta;
  private final float[] contextY;
  private final float[] tokens;
  private final float[] tokensDelta;
  private final float[] meanToken;
  private final float[] meanTokenDelta;
  private final LayerNorm.Activations tokenNorm;
  private final float[] tokenNormDelta;
  private final Mlp.Activations position;
  private final Mlp.Activations positionDelta;
  private final List<AttentionBlock.Activations> blocks;
  private final float[] h;
  private final LayerNorm.Activations outputNorm;
  private final Mlp.Activations decoder;
  private final Mlp.Activations decoderDelta;
  private final float[] targetY;
  private final ExpertDensities densities;
  private final float[] pooled;
  private final float[] pooledDelta;
  private final Mlp.Activations head;
  private final Mlp.Activations headDelta;
  private final ConcentrationHead concentration;

  ContextPass(
      ContextNetwork network, Kernels kernels, int tasks, int mostContext, int mostTargets) {
    this.network = network;
    this.kernels = kernels;
    sizes = network.architecture();
    e = sizes.embedding();
    gradients = (ContextNetwork) Network.zeros(sizes);
    rows = TaskRows.of(tasks);
    int contextRows = tasks * mostContext;
    int targetRows = tasks * mostTargets;
    value = network.value().activations(contextRows);
    valueDelta = network.value().activations(contextRows);
    contextPosition = network.position().activations(contextRows);
    contextPositionDelta = network.position().activations(contextRows);
    contextY = new float[contextRows * sizes.dy()];
    tokens = new float[contextRows * e];
    tokensDelta = new float[contextRows * e];
    meanToken = new float[tasks * e];
    meanTokenDelta = new float[tasks * e];
    tokenNorm = network.tokenNorm().activations(contextRows);
    tokenNormDelta = new float[contextRows * e];
    position = network.position().activations(targetRows);
    positionDelta = network.position().activations(targetRows);
    blocks =
        network.blocks().stream()
            .map(block -> block.activations(tasks, mostContext, mostTargets))
            .toList();
    h = new float[targetRows * e];
    outputNorm = network.outputNorm().activations(targetRows);
    decoder = network.decoder().activations(targetRows);
    decoderDelta = network.decoder().activations(targetRows);
    targetY = new float[targetRows * sizes.dy()];
    densities = new ExpertDensities(sizes, targetRows);
    pooled = new float[contextRows * e];
    pooledDelta = new float[contextRows * e];
    head = network.head().activations(tasks);
    headDelta = network.head().activations(tasks);
    concentration = new ConcentrationHead(kernels, sizes);
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
    TaskCut.lay(batch, sizes, rows, contextPosition.input(), contextY, position.input(), targetY);
    tokens();
    meansOfTokens();
    network.head().forward(kernels, rows.tasks(), head);
    attend();
    decode();
  }

  private void tokens() {
    int n = rows.contextRows();
    int dx = sizes.dx();
    int dy = sizes.dy();
    for (int row = 0; row < n; row++) {
      System.arraycopy(contextPosition.input(), row * dx, value.input(), row * (dx + dy), dx);
      System.arraycopy(contextY, row * dy, value.input(), row * (dx + dy) + dx, dy);
    }
    network.value().forward(kernels, n, value);
    network.position().forward(kernels, n, contextPosition);
    for (int i = 0; i < n * e; i++) {
      tokens[i] = value.output()[i] + contextPosition.output()[i];
    }
    network.tokenNorm().forward(n, tokens, tokenNorm);
    network.pool().forward(kernels, n, tokens, pooled);
    kernels.relu(pooled, 0, n * e);
  }

  private void meansOfTokens() {
    Arrays.fill(meanToken, 0f);
    float[] input = head.input();
    Arrays.fill(input, 0f);
    int width = e + 1;
    rows.forEachContextRow((row, task) -> {
      for (int j = 0; j < e; j++) {
        meanToken[task * e + j] += tokens[row * e + j];
        input[task * width + j] += pooled[row * e + j];
      }
    });
    for (int k = 0; k < rows.tasks(); k++) {
      int n = rows.contextSize()[k];
      for (int j = 0; j < e && n > 0; j++) {
        meanToken[k * e + j] /= n;
        input[k * width + j] /= n;
      }
      input[k * width + e] = ConcentrationHead.sizeFeature(n);
    }
  }

  private void attend() {
    int m = rows.targetRows();
    network.position().forward(kernels, m, position);
    System.arraycopy(position.output(), 0, h, 0, m * e);
    for (int i = 0; i < blocks.size(); i++) {
      network.blocks().get(i).forward(kernels, rows, h, tokenNorm.output(), blocks.get(i));
    }
    network.outputNorm().forward(m, h, outputNorm);
  }

  private void decode() {
    int dx = sizes.dx();
    int in = network.decoder().in();
    float[] input = decoder.input();
    rows.forEachTargetRow((row, task) -> {
      System.arraycopy(position.input(), row * dx, input, row * in, dx);
      System.arraycopy(outputNorm.output(), row * e, input, row * in + dx, e);
      System.arraycopy(meanToken, task * e, input, row * in + dx + e, e);
    });
    network.decoder().forward(kernels, rows.targetRows(), decoder);
    densities.evaluate(kernels, rows.targetRows(), decoder.output(), targetY);
  }

  @Override
  public void concentration(int task, float[] alpha) {
    int o = task * network.head().out();
    concentration.forward(rows.contextSize()[task], head.input(), 0, head.output(), o, alpha);
  }

  @Override
  public void concentrationGradient(int task, float[] gradient) {
    int o = task * network.head().out();
    concentration.backward(
        rows.contextSize()[task], head.input(), 0, head.output(), o, gradient, headDelta.output());
  }

  @Override
  public void backward(float[] t) {
    int n = rows.contextRows();
    densities.backward(kernels, rows.targetRows(), t, decoderDelta.output());
    network
        .decoder()
        .backward(kernels, rows.targetRows(), decoder, decoderDelta, true, gradients.decoder());
    Arrays.fill(tokenNormDelta, 0, n * e, 0f);
    backwardTargets();
    network.head().backward(kernels, rows.tasks(), head, headDelta, true, gradients.head());
    backwardMeans();
    kernels.clearUnlessPositive(pooled, pooledDelta, n * e);
    network.pool().backward(kernels, n, tokens, pooledDelta, gradients.pool());
    network.pool().addInputGradient(kernels, n, pooledDelta, tokensDelta);
    network.tokenNorm().backward(n, tokenNorm, tokenNormDelta, gradients.tokenNorm(), tokensDelta);
    backwardTokens();
  }

  private void backwardTargets() {
    int m = rows.targetRows();
    int dx = sizes.dx();
    int in = network.decoder().in();
    float[] input = decoderDelta.input();
    // A place to work in until the blocks are done: only then does it hold what it is named for.
    float[] normDelta = positionDelta.output();
    Arrays.fill(meanTokenDelta, 0f);
    rows.forEachTargetRow((row, task) -> {
      System.arraycopy(input, row * in + dx, normDelta, row * e, e);
      for (int j = 0; j < e; j++) {
        meanTokenDelta[task * e + j] += input[row * in + dx + e + j];
      }
    });
    Arrays.fill(h, 0, m * e, 0f);
    network.outputNorm().backward(m, outputNorm, normDelta, gradients.outputNorm(), h);
    for (int i = blocks.size() - 1; i >= 0; i--) {
      network
          .blocks()
          .get(i)
          .backward(
              kernels,
              rows,
              tokenNorm.output(),
              blocks.get(i),
              h,
              gradients.blocks().get(i),
              tokenNormDelta);
    }
    System.arraycopy(h, 0, positionDelta.output(), 0, m * e);
    network.position().backward(kernels, m, position, positionDelta, false, gradients.position());
  }

  private void backwardMeans() {
    int width = e + 1;
    rows.forEachContextRow((row, task) -> {
      int size = rows.contextSize()[task];
      for (int j = 0; j < e; j++) {
        tokensDelta[row * e + j] = meanTokenDelta[task * e + j] / size;
        pooledDelta[row * e + j] = headDelta.input()[task * width + j] / size;
      }
    });
  }

  private void backwardTokens() {
    int n = rows.contextRows();
    System.arraycopy(tokensDelta, 0, valueDelta.output(), 0, n * e);
    System.arraycopy(tokensDelta, 0, contextPositionDelta.output(), 0, n * e);
    network.value().backward(kernels, n, value, valueDelta, false, gradients.value());
    network
        .position()
        .backward(kernels, n, contextPosition, contextPositionDelta, false, gradients.position());
  }
}
