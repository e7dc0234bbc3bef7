package io.mixtide.model.network;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Matrix;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * One dense layer, {@code y = x W + b}.
 *
 * <p>The arrays are the parameters themselves: training changes them in place, everything else only
 * reads them.
 *
 * @param in number of inputs
 * @param out number of outputs
 * @param weight {@code [in, out]}, the outputs contiguous, so that lanes lie across outputs
 * @param bias {@code [out]}
 */
@SuppressWarnings("ArrayRecordComponent") // flat arrays are what the kernels read
public record Dense(int in, int out, float[] weight, float[] bias) {

  /** A layer of zeros, as gradients start from. */
  public static Dense zeros(int in, int out) {
    return new Dense(in, out, new float[in * out], new float[out]);
  }

  /**
   * Weights and bias uniform on ±1/√in (the Kaiming rule with a = √5, as PyTorch's {@code Linear}).
   */
  public static Dense random(int in, int out, UniformRandomProvider random) {
    Dense layer = zeros(in, out);
    double bound = 1 / Math.sqrt(in);
    for (float[] values : new float[][] {layer.weight, layer.bias}) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-bound, bound);
      }
    }
    return layer;
  }

  /**
   * {@code output = input W + b} for the first rows.
   *
   * @param input {@code [rows, in]}
   * @param output receives {@code [rows, out]}
   */
  public void forward(Kernels kernels, int rows, float[] input, float[] output) {
    kernels.affine(rows, in, out, input, weight, bias, output);
  }

  /**
   * Adds the gradients of weight and bias to {@code gradient}.
   *
   * @param input of the forward pass, {@code [rows, in]}
   * @param delta the loss's gradient at the output, {@code [rows, out]}
   */
  public void backward(Kernels kernels, int rows, float[] input, float[] delta, Dense gradient) {
    kernels.addTransposedProduct(in, rows, out, input, delta, gradient.weight);
    for (int row = 0; row < rows; row++) {
      kernels.add(delta, row * out, gradient.bias, out);
    }
  }

  /** Adds the loss's gradient at the input, {@code [rows, in]}, to {@code below}. */
  public void addInputGradient(Kernels kernels, int rows, float[] delta, float[] below) {
    kernels.addProduct(rows, out, in, delta, Matrix.transposed(weight, in, out), below);
  }
}
