package io.mixtide.model.inference;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Matrix;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.ContextNetwork;
import io.mixtide.model.network.LayerNorm;
import io.mixtide.model.network.Mlp;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Context experts: an observation appends one token, and nothing is encoded again; a query attends
 * to the tokens in the window.
 */
final class ContextAdaptation implements Adaptation {
  private final ContextNetwork network;
  private final Kernels kernels;
  private final int width;
  private final Mlp.Activations value;
  private final Mlp.Activations position;
  private final float[] token;
  private final LayerNorm.Activations tokenNorm;
  private final float[] pooled;
  private final float[] h;
  private final float[] tokensTransposed;
  private @Nullable TaskState transposedOf;
  private int transposedRevision;
  private final List<QueryAttention> blocks;
  private final LayerNorm.Activations outputNorm;
  private final Mlp.Activations decoder;
  private final Mlp.Activations head;
  private final ConcentrationHead concentration;

  ContextAdaptation(ContextNetwork network, Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
    width = network.architecture().embedding();
    int window = network.architecture().attention().window();
    value = network.value().activations(1);
    position = network.position().activations(1);
    token = new float[width];
    tokenNorm = network.tokenNorm().activations(1);
    pooled = new float[width];
    h = new float[width];
    tokensTransposed = new float[window * width];
    blocks =
        network.blocks().stream().map(block -> new QueryAttention(block, kernels, window)).toList();
    outputNorm = network.outputNorm().activations(1);
    decoder = network.decoder().activations(1);
    head = network.head().activations(1);
    concentration = new ConcentrationHead(kernels, network.architecture());
  }

  @Override
  public void expect(int rows, float[] x) {
    // All that these experts do depends on the context.
  }

  @Override
  public float[] experts(TaskState state, float[] x) {
    position(x);
    System.arraycopy(position.output(), 0, h, 0, width);
    int n = state.tokens();
    transpose(state, n);
    for (QueryAttention block : blocks) {
      block.apply(h, n, state.tokens, tokensTransposed);
    }
    network.outputNorm().forward(1, h, outputNorm);
    float[] input = decoder.input();
    System.arraycopy(x, 0, input, 0, x.length);
    System.arraycopy(outputNorm.output(), 0, input, x.length, width);
    for (int i = 0; i < width; i++) {
      input[x.length + width + i] = state.count == 0 ? 0f : state.sums[i] / state.count;
    }
    network.decoder().forward(kernels, 1, decoder);
    return decoder.output();
  }

  /** Many queries of one task share its tokens. */
  @SuppressWarnings("ReferenceEquality") // the very state that was seen before
  private void transpose(TaskState state, int n) {
    if (transposedOf != state || transposedRevision != state.revision) {
      Matrix.transpose(state.tokens, n, width, tokensTransposed);
      transposedOf = state;
      transposedRevision = state.revision;
    }
  }

  @Override
  public void add(TaskState state, float[] x, float[] y, float[] logDensity) {
    System.arraycopy(x, 0, value.input(), 0, x.length);
    System.arraycopy(y, 0, value.input(), x.length, y.length);
    network.value().forward(kernels, 1, value);
    position(x);
    for (int i = 0; i < width; i++) {
      token[i] = value.output()[i] + position.output()[i];
    }
    network.pool().forward(kernels, 1, token, pooled);
    kernels.relu(pooled, 0, width);
    for (int i = 0; i < width; i++) {
      state.sums[i] += token[i];
      state.sums[width + i] += pooled[i];
    }
    network.tokenNorm().forward(1, token, tokenNorm);
    state.append(tokenNorm.output());
  }

  private void position(float[] x) {
    System.arraycopy(x, 0, position.input(), 0, x.length);
    network.position().forward(kernels, 1, position);
  }

  @Override
  public void concentrate(TaskState state) {
    int n = state.count;
    float[] input = head.input();
    Arrays.fill(input, 0f);
    for (int i = 0; i < width && n > 0; i++) {
      input[i] = state.sums[width + i] * (1f / n);
    }
    input[width] = ConcentrationHead.sizeFeature(n);
    network.head().forward(kernels, 1, head);
    concentration.forward(n, input, 0, head.output(), 0, state.alpha);
  }
}
