package io.mixtide.model.inference;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;
import io.mixtide.model.network.ConcentrationHead;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;
import java.util.Arrays;

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
  private final Mlp.Activations ahead;
  private final float[] parameters;
  private final Mlp.Activations embedding;
  private final Mlp.Activations head;
  private final ConcentrationHead concentration;
  private int expected;

  InputAdaptation(InputNetwork network, Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
    experts = network.architecture().experts();
    width = network.architecture().embedding();
    trunk = network.trunk().activations(1);
    ahead = network.trunk().activations(Inference.AHEAD);
    parameters = trunk.output();
    embedding = network.embedding().activations(1);
    head = network.head().activations(1);
    concentration = new ConcentrationHead(kernels, network.architecture());
  }

  @Override
  public void expect(int rows, float[] x) {
    System.arraycopy(x, 0, ahead.input(), 0, x.length);
    network.trunk().forward(kernels, rows, ahead);
    expected = rows;
  }

  @Override
  public float[] experts(TaskState state, float[] x) {
    for (int row = 0; row < expected; row++) {
      int at = row * x.length;
      if (Arrays.equals(ahead.input(), at, at + x.length, x, 0, x.length)) {
        System.arraycopy(ahead.output(), row * parameters.length, parameters, 0, parameters.length);
        return parameters;
      }
    }
    System.arraycopy(x, 0, trunk.input(), 0, x.length);
    network.trunk().forward(kernels, 1, trunk);
    return parameters;
  }

  @Override
  public void add(TaskState state, float[] x, float[] y, float[] logDensity) {
    float[] input = embedding.input();
    System.arraycopy(x, 0, input, 0, x.length);
    System.arraycopy(y, 0, input, x.length, y.length);
    int q = x.length + y.length;
    Softmax.apply(kernels, logDensity, 0, input, q, experts);
    network.embedding().forward(kernels, 1, embedding);
    kernels.add(embedding.output(), 0, state.sums, width);
    for (int l = 0; l < experts; l++) {
      state.sums[width + l] += input[q + l];
    }
  }

  @Override
  public void concentrate(TaskState state) {
    int n = state.count;
    float[] input = head.input();
    if (n == 0) {
      Arrays.fill(input, 0, width, 0f);
      Arrays.fill(input, width + 1, width + 1 + experts, 1f / experts);
    } else {
      kernels.scale(state.sums, 0, 1f / n, input, 0, width);
      kernels.scale(state.sums, width, 1f / n, input, width + 1, experts);
    }
    input[width] = ConcentrationHead.sizeFeature(n);
    network.head().forward(kernels, 1, head);
    concentration.forward(n, input, width + 1, head.output(), 0, state.alpha);
  }
}
