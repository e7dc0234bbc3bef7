package io.mixtide.model.network;

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
}
