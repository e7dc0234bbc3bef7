package io.mixtide.model.kernel;

import java.util.Arrays;

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
  public void softplus(
      float[] in, int inOffset, float least, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = FloatMath.softplus(in[inOffset + i]) + least;
    }
  }

  @Override
  public void scale(
      float[] in, int inOffset, float factor, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = in[inOffset + i] * factor;
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
  public void relativeColumns(int rows, float[] in, int inOffset, float[] out, float[] max) {
    for (int j = 0; j < COLUMNS; j++) {
      max[j] = in[inOffset + j];
      for (int i = j; i < rows * COLUMNS; i += COLUMNS) {
        max[j] = Math.max(max[j], in[inOffset + i]);
      }
      for (int i = j; i < rows * COLUMNS; i += COLUMNS) {
        out[i] = Softmax.orNothing(FloatMath.exp(in[inOffset + i] - max[j]));
      }
    }
  }

  @Override
  public void sumColumns(int rows, float[] v, float[] sums) {
    Arrays.fill(sums, 0, COLUMNS, 0f);
    for (int i = 0; i < rows * COLUMNS; i++) {
      sums[i % COLUMNS] += v[i];
    }
  }

  @Override
  public void weighColumns(
      int rows, float[] v, float[] weights, int offset, float more, float[] sums) {
    for (int i = 0; i < rows * COLUMNS; i++) {
      v[i] *= weights[offset + i] + more;
    }
    sumColumns(rows, v, sums);
  }

  @Override
  public void relativeExp(
      float[] in, int inOffset, float max, float[] out, int outOffset, int length) {
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = Softmax.orNothing(FloatMath.exp(in[inOffset + i] - max));
    }
  }

  @Override
  public float[] packed(int m, int k, float[] weight) {
    return weight.clone();
  }

  @Override
  public void affineColumns(
      int m, int k, float[] packed, float[] b, float[] bias, boolean relu, float[] c) {
    for (int i = 0; i < m; i++) {
      Arrays.fill(c, i * COLUMNS, (i + 1) * COLUMNS, bias[i]);
    }
    addTransposedProduct(m, k, COLUMNS, packed, b, c);
    if (relu) {
      relu(c, 0, m * COLUMNS);
    }
  }

  @Override
  public void divideColumns(int rows, float[] v, float[] divisors, float[] out, int outOffset) {
    for (int i = 0; i < rows * COLUMNS; i++) {
      out[outOffset + i] = v[i] * (1f / divisors[i % COLUMNS]);
    }
  }

  @Override
  public void addScaledColumns(int rows, float[] v, float[] factors, float[] sum) {
    for (int i = 0; i < rows * COLUMNS; i++) {
      sum[i] += factors[i % COLUMNS] * v[i];
    }
  }

  @Override
  public void logNormalColumns(
      int experts, int dy, float[] y, float[] mu, float[] sigma, float[] logSigma, float[] out) {
    for (int l = 0; l < experts; l++) {
      for (int c = 0; c < COLUMNS; c++) {
        float sum = 0f;
        for (int j = 0; j < dy; j++) {
          int i = (l * dy + j) * COLUMNS + c;
          float d = (y[j * COLUMNS + c] - mu[i]) / sigma[i];
          sum += Math.fma(-0.5f * d, d, -HALF_LOG_TWO_PI - logSigma[i]);
        }
        out[l * COLUMNS + c] = sum;
      }
    }
  }
}
