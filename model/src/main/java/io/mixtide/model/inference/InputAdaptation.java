package io.mixtide.model.inference;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;

/**
 * Input experts: a query costs one evaluation of the experts, an observation one embedding and one
 * head besides, whatever the size of the context.
 */
final class InputAdaptation implements Adaptation {
  private final InputNetwork network;
  private final Kernels kernels;
  private final int experts;
  private final int width;
  private final Mlp.Activations trunk;
  private final Mlp.Activations embedding;
  private final Mlp.Activations head;
  private final ConcentrationHead concentration;

  InputAdaptation(InputNetwork network, Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
    experts = network.architecture().experts();
    width = network.architecture().embedding();
    trunk = network.trunk().activations(1);
    embedding = network.embedding().activations(1);
    head = network.head().activations(1);
    concentration = new ConcentrationHead(kernels, network.architecture());
  }

  @Override
  public float[] experts(TaskState state, float[] x) {
    System.arraycopy(x, 0, trunk.input(), 0, x.length);
    network.trunk().forward(kernels, 1, trunk);
    return trunk.output();
  }

  @Override
  public void add(TaskState state, float[] x, float[] y, float[] logDensity) {
    float[] input = embedding.input();
    System.arraycopy(x, 0, input, 0, x.length);
    System.arraycopy(y, 0, input, x.length, y.length);
    int q = x.length + y.length;
    Softmax.apply(kernels, logDensity, 0, input, q, experts);
    network.embedding().forward(kernels, 1, embedding);
    for (int i = 0; i < width; i++) {
      state.sums[i] += embedding.output()[i];
    }
    for (int l = 0; l < experts; l++) {
      state.sums[width + l] += input[q + l];
    }
  }

  @Override
  public void concentrate(TaskState state) {
    int n = state.count;
    float[] input = head.input();
    for (int i = 0; i < width; i++) {
      input[i] = n == 0 ? 0f : state.sums[i] / n;
    }
    input[width] = ConcentrationHead.sizeFeature(n);
    for (int l = 0; l < experts; l++) {
      input[width + 1 + l] = n == 0 ? 1f / experts : state.sums[width + l] / n;
    }
    network.head().forward(kernels, 1, head);
    concentration.forward(n, input, width + 1, head.output(), 0, state.alpha);
  }
}
