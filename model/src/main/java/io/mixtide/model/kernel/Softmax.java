package io.mixtide.model.kernel;

/** Softmax and log-sum-exp of one row, summed in order of the index. */
public final class Softmax {
  /**
   * Shares of a whole below this are taken for nothing. They change no sum, and what they are
   * multiplied into would leave the normal floats, on which a processor is a hundred times slower.
   */
  public static final float NEGLIGIBLE = 1e-20f;

  private Softmax() {}

  /**
   * {@code out_i = e^(in_i − max)}, or 0 where that is {@link #NEGLIGIBLE}.
   *
   * @return the maximum
   */
  public static float relative(
      Kernels kernels, float[] in, int inOffset, float[] out, int outOffset, int length) {
    float max = kernels.max(in, inOffset, length);
    kernels.relativeExp(in, inOffset, max, out, outOffset, length);
    return max;
  }

  /**
   * {@link #relative} of many rows of {@code length} elements at once.
   *
   * @param in {@code [rows, length]} from {@code inOffset}
   * @param out receives {@code [rows, length]}
   * @param max receives the rows' maxima {@code [rows]}
   */
  public static void relativeRows(
      Kernels kernels, int rows, float[] in, int inOffset, float[] out, int length, float[] max) {
    for (int row = 0; row < rows; row++) {
      int at = row * length;
      float most = kernels.max(in, inOffset + at, length);
      max[row] = most;
      for (int i = 0; i < length; i++) {
        out[at + i] = in[inOffset + at + i] - most;
      }
    }
    kernels.exp(out, 0, out, 0, rows * length);
    for (int i = 0; i < rows * length; i++) {
      out[i] = orNothing(out[i]);
    }
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
    kernels.scale(out, outOffset, 1f / sum, out, outOffset, length);
    return max + FloatMath.log(sum);
  }

  /**
   * {@link #apply} of many rows in place, without the logs.
   *
   * @param v {@code [rows, length]}
   * @param max receives the rows' maxima {@code [rows]}
   */
  public static void applyRows(Kernels kernels, int rows, float[] v, int length, float[] max) {
    relativeRows(kernels, rows, v, 0, v, length, max);
    for (int row = 0; row < rows; row++) {
      int at = row * length;
      float sum = 0f;
      for (int i = 0; i < length; i++) {
        sum += v[at + i];
      }
      kernels.scale(v, at, 1f / sum, v, at, length);
    }
  }

  /** The share, or 0 if it is {@link #NEGLIGIBLE}; NaN stays NaN. */
  public static float orNothing(float share) {
    return share < NEGLIGIBLE ? 0f : share;
  }
}
