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
}
