package io.mixtide.model.network;

import io.mixtide.model.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Dense layers with ReLU between them and none after the last.
 *
 * @param layers from input to output; the outputs of one are the inputs of the next
 */
public record Mlp(List<Dense> layers) {

  /** An MLP of the given layer sizes with random parameters. */
  public static Mlp random(UniformRandomProvider random, int... sizes) {
    List<Dense> layers = new ArrayList<>();
    for (int i = 0; i + 1 < sizes.length; i++) {
      layers.add(Dense.random(sizes[i], sizes[i + 1], random));
    }
    return new Mlp(List.copyOf(layers));
  }

  /** An MLP of the given layer sizes, all zero. */
  public static Mlp zeros(int... sizes) {
    List<Dense> layers = new ArrayList<>();
    for (int i = 0; i + 1 < sizes.length; i++) {
      layers.add(Dense.zeros(sizes[i], sizes[i + 1]));
    }
    return new Mlp(List.copyOf(layers));
  }

  /** How many parameters an MLP of the given layer sizes has. */
  static long size(int... sizes) {
    long size = 0;
    for (int i = 0; i + 1 < sizes.length; i++) {
      size += (sizes[i] + 1L) * sizes[i + 1];
    }
    return size;
  }

  /** Width of the input. */
  public int in() {
    return layers.getFirst().in();
  }

  /** Width of the output. */
  public int out() {
    return layers.getLast().out();
  }

  /** The last layer. */
  public Dense last() {
    return layers.getLast();
  }

  /**
   * What one forward pass leaves for the backward one.
   *
   * @param values input, then the output of every layer after its ReLU, each {@code [rows, width]}
   */
  @SuppressWarnings("ArrayRecordComponent") // scratch space, written in place
  public record Activations(float[][] values) {

    /** The network's input, to be filled before {@link Mlp#forward}. */
    public float[] input() {
      return values[0];
    }

    /** The network's output. */
    public float[] output() {
      return values[values.length - 1];
    }
  }

  /** Room for {@code rows} rows. */
  public Activations activations(int rows) {
    float[][] values = new float[layers.size() + 1][];
    values[0] = new float[rows * in()];
    for (int i = 0; i < layers.size(); i++) {
      values[i + 1] = new float[rows * layers.get(i).out()];
    }
    return new Activations(values);
  }

  /** From {@code activations.input()} to {@code activations.output()}, for the first rows. */
  public void forward(Kernels kernels, int rows, Activations activations) {
    for (int i = 0; i < layers.size(); i++) {
      Dense layer = layers.get(i);
      float[] output = activations.values[i + 1];
      layer.forward(kernels, rows, activations.values[i], output);
      if (i + 1 < layers.size()) {
        kernels.relu(output, 0, rows * layer.out());
      }
    }
  }

  /**
   * Adds this pass's gradients to {@code gradients}.
   *
   * @param activations of the forward pass
   * @param deltas room of the same sizes; its output holds the loss's gradient at the network's
   *     output, and its input receives, if {@code intoInput}, the gradient at the network's input
   * @param gradients of the same shape as this
   */
  public void backward(
      Kernels kernels,
      int rows,
      Activations activations,
      Activations deltas,
      boolean intoInput,
      Mlp gradients) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      Dense layer = layers.get(i);
      float[] delta = deltas.values[i + 1];
      layer.backward(kernels, rows, activations.values[i], delta, gradients.layers.get(i));
      if (i > 0 || intoInput) {
        float[] below = deltas.values[i];
        Arrays.fill(below, 0, rows * layer.in(), 0f);
        layer.addInputGradient(kernels, rows, delta, below);
        if (i > 0) {
          kernels.clearUnlessPositive(activations.values[i], below, rows * layer.in());
        }
      }
    }
  }
}
