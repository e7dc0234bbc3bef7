package io.mixtide.model.kernel;

/** Softmax and log-sum-exp of one row, summed in order of the index. */
public final class Softmax {

  private Softmax() {}

  /** The largest of {@code length} elements from {@code offset}. */
  public static float max(float[] v, int offset, int length) {
    float max = v[offset];
    for (int i = 1; i < length; i++) {
      max = Math.max(max, v[offset + i]);
    }
    return max;
  }

  /**
   * {@code out_i = e^in_i / sum_k e^in_k}.
   *
   * @return {@code ln sum_k e^in_k}
   */
  public static float apply(
      Kernels kernels, float[] in, int inOffset, float[] out, int outOffset, int length) {
    float max = max(in, inOffset, length);
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = in[inOffset + i] - max;
    }
    kernels.exp(out, outOffset, out, outOffset, length);
    float sum = 0f;
    for (int i = 0; i < length; i++) {
      sum += out[outOffset + i];
    }
    for (int i = 0; i < length; i++) {
      out[outOffset + i] /= sum;
    }
    return max + FloatMath.log(sum);
  }
}
