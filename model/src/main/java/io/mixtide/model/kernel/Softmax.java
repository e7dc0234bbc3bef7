package io.mixtide.model.kernel;

/** Softmax and log-sum-exp of one row, summed in order of the index. */
public final class Softmax {
  /**
   * Shares of a whole below this are taken for nothing. They change no sum, and what they are
   * multiplied into would leave the normal floats, on which a processor is a hundred times slower.
   */
  public static final float NEGLIGIBLE = 1e-20f;

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
   * {@code out_i = e^(in_i − max)}, or 0 where that is {@link #NEGLIGIBLE}.
   *
   * @return the maximum
   */
  public static float relative(
      Kernels kernels, float[] in, int inOffset, float[] out, int outOffset, int length) {
    float max = max(in, inOffset, length);
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = in[inOffset + i] - max;
    }
    kernels.exp(out, outOffset, out, outOffset, length);
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = orNothing(out[outOffset + i]);
    }
    return max;
  }

  /**
   * {@code out_i = e^in_i / sum_k e^in_k}, with {@link #NEGLIGIBLE} shares 0.
   *
   * @return {@code ln sum_k e^in_k}
   */
  public static float apply(
      Kernels kernels, float[] in, int inOffset, float[] out, int outOffset, int length) {
    float max = relative(kernels, in, inOffset, out, outOffset, length);
    float sum = 0f;
    for (int i = 0; i < length; i++) {
      sum += out[outOffset + i];
    }
    for (int i = 0; i < length; i++) {
      out[outOffset + i] /= sum;
    }
    return max + FloatMath.log(sum);
  }

  /** The share, or 0 if it is {@link #NEGLIGIBLE}; NaN stays NaN. */
  public static float orNothing(float share) {
    return share < NEGLIGIBLE ? 0f : share;
  }
}
