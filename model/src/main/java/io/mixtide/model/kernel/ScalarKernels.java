package io.mixtide.model.kernel;

/**
 * The kernels in plain Java: the twin that {@link VectorKernels} is tested against, bit for bit.
 */
public final class ScalarKernels implements Kernels {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public String description() {
    return "scalar (plain Java)";
  }

  @Override
  public void addProduct(int m, int k, int n, float[] a, float[] b, float[] c) {
    addProduct(m, k, n, a, k, 1, b, c);
  }

  @Override
  public void addTransposedProduct(int m, int k, int n, float[] a, float[] b, float[] c) {
    addProduct(m, k, n, a, 1, m, b, c);
  }

  @Override
  public void affine(int m, int k, int n, float[] a, float[] b, float[] bias, float[] c) {
    for (int i = 0; i < m; i++) {
      System.arraycopy(bias, 0, c, i * n, n);
    }
    addProduct(m, k, n, a, b, c);
  }

  @Override
  public void affineTransposed(int m, int k, int n, float[] a, float[] b, float[] bias, float[] c) {
    for (int i = 0; i < m; i++) {
      System.arraycopy(bias, 0, c, i * n, n);
    }
    addTransposedProduct(m, k, n, a, b, c);
  }

  @Override
  public void add(float[] v, int offset, float[] sum, int length) {
    for (int i = 0; i < length; i++) {
      sum[i] += v[offset + i];
    }
  }

  private static void addProduct(
      int m, int k, int n, float[] a, int aRow, int aColumn, float[] b, float[] c) {
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        float factor = a[i * aRow + p * aColumn];
        for (int j = 0; j < n; j++) {
          c[i * n + j] = Math.fma(factor, b[p * n + j], c[i * n + j]);
        }
      }
    }
  }

  @Override
  public void relu(float[] v, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      v[i] = Math.max(v[i], 0f);
    }
  }

  @Override
  public void clearUnlessPositive(float[] output, float[] v, int length) {
    for (int i = 0; i < length; i++) {
      v[i] = output[i] > 0f ? v[i] : 0f;
    }
  }

  @Override
  public void exp(float[] in, int inOffset, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = FloatMath.exp(in[inOffset + i]);
    }
  }

  @Override
  public void log(float[] in, int inOffset, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = FloatMath.log(in[inOffset + i]);
    }
  }

  @Override
  public void softplus(float[] in, int inOffset, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = FloatMath.softplus(in[inOffset + i]);
    }
  }

  @Override
  public void divide(
      float[] in, int inOffset, float divisor, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = in[inOffset + i] / divisor;
    }
  }

  @Override
  public float max(float[] v, int offset, int length) {
    float max = v[offset];
    for (int i = 1; i < length; i++) {
      max = Math.max(max, v[offset + i]);
    }
    return max;
  }

  @Override
  public void softmaxColumns(int rows, int columns, float[] v, int offset, float[] logSums) {
    softmaxColumns(0, rows, columns, v, offset, logSums);
  }

  /** The columns from {@code first} on. */
  static void softmaxColumns(
      int first, int rows, int columns, float[] v, int offset, float[] logSums) {
    for (int j = first; j < columns; j++) {
      int end = offset + rows * columns + j;
      float max = v[offset + j];
      for (int i = offset + j; i < end; i += columns) {
        max = Math.max(max, v[i]);
      }
      float sum = 0f;
      for (int i = offset + j; i < end; i += columns) {
        v[i] = Softmax.orNothing(FloatMath.exp(v[i] - max));
        sum += v[i];
      }
      for (int i = offset + j; i < end; i += columns) {
        v[i] /= sum;
      }
      logSums[j] = max + FloatMath.log(sum);
    }
  }

  @Override
  public void relativeExp(
      float[] in, int inOffset, float max, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = Softmax.orNothing(FloatMath.exp(in[inOffset + i] - max));
    }
  }

  @Override
  public void divideColumns(int rows, int columns, float[] v, float[] divisors) {
    for (int i = 0; i < rows * columns; i++) {
      v[i] /= divisors[i % columns];
    }
  }

  @Override
  public void addScaledColumns(int rows, int columns, float[] v, float[] factors, float[] sum) {
    for (int i = 0; i < rows * columns; i++) {
      sum[i] += factors[i % columns] * v[i];
    }
  }

  @Override
  public void addLogNormal(
      int length,
      float[] y,
      int yOffset,
      float[] mu,
      float[] sigma,
      float[] logSigma,
      int offset,
      float[] sum,
      int sumOffset) {
    addLogNormal(0, length, y, yOffset, mu, sigma, logSigma, offset, sum, sumOffset);
  }

  /** The elements from {@code first} on. */
  static void addLogNormal(
      int first,
      int length,
      float[] y,
      int yOffset,
      float[] mu,
      float[] sigma,
      float[] logSigma,
      int offset,
      float[] sum,
      int sumOffset) {
    for (int i = first; i < length; i++) {
      float d = (y[yOffset + i] - mu[offset + i]) / sigma[offset + i];
      sum[sumOffset + i] += Math.fma(-0.5f * d, d, -HALF_LOG_TWO_PI - logSigma[offset + i]);
    }
  }
}
