package io.mixtide.model.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API, at the CPU's preferred width.
 *
 * <p>The product keeps a block of C in registers while it walks over k, as large as the CPU has
 * registers for: four rows by four vectors where there are 32 (vectors of 512 bits), six rows by
 * two where there are 16; and eight vectors of one row where there are few rows, since eight
 * independent accumulators hide the latency of a fused multiply-add on two ports. Column blocks are
 * the outer loop, so that a panel of B stays in the first-level cache over all rows. Columns beyond
 * the last whole vector are done in scalar code.
 */
public final class VectorKernels implements Kernels {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Vectors of so many lanes and fewer have 16 registers. */
  private static final int NARROW = 8;

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public void addProduct(int m, int k, int n, float[] a, float[] b, float[] c) {
    addProduct(m, k, n, a, k, 1, b, c);
  }

  @Override
  public void addTransposedProduct(int m, int k, int n, float[] a, float[] b, float[] c) {
    addProduct(m, k, n, a, 1, m, b, c);
  }

  private static void addProduct(
      int m, int k, int n, float[] a, int aRow, int aColumn, float[] b, float[] c) {
    if (LANES > NARROW) {
      wideProduct(m, k, n, a, aRow, aColumn, b, c);
    } else {
      narrowProduct(m, k, n, a, aRow, aColumn, b, c);
    }
  }

  private static void wideProduct(
      int m, int k, int n, float[] a, int aRow, int aColumn, float[] b, float[] c) {
    int blocked = m - m % 4;
    int j = 0;
    if (blocked > 0) {
      for (; j + 4 * LANES <= n; j += 4 * LANES) {
        for (int i = 0; i < blocked; i += 4) {
          fourByFour(k, n, a, i * aRow, aRow, aColumn, b, j, c, i * n + j);
        }
      }
      for (; j + 2 * LANES <= n; j += 2 * LANES) {
        for (int i = 0; i < blocked; i += 4) {
          fourByTwo(k, n, a, i * aRow, aRow, aColumn, b, j, c, i * n + j);
        }
      }
    }
    for (int i = 0; i < m; i++) {
      columns(i < blocked ? j : 0, k, n, a, i * aRow, aColumn, b, c, i * n);
    }
  }

  private static void narrowProduct(
      int m, int k, int n, float[] a, int aRow, int aColumn, float[] b, float[] c) {
    int sixes = m - m % 6;
    int blocked = m - sixes >= 4 ? sixes + 4 : sixes;
    int j = 0;
    if (blocked > 0) {
      for (; j + 2 * LANES <= n; j += 2 * LANES) {
        for (int i = 0; i < sixes; i += 6) {
          sixByTwo(k, n, a, i * aRow, aRow, aColumn, b, j, c, i * n + j);
        }
        if (blocked > sixes) {
          fourByTwo(k, n, a, sixes * aRow, aRow, aColumn, b, j, c, sixes * n + j);
        }
      }
    }
    for (int i = 0; i < m; i++) {
      columns(i < blocked ? j : 0, k, n, a, i * aRow, aColumn, b, c, i * n);
    }
  }

  /** The columns of one row from {@code first} on. */
  private static void columns(
      int first, int k, int n, float[] a, int row, int aColumn, float[] b, float[] c, int out) {
    int j = first;
    for (; j + 8 * LANES <= n; j += 8 * LANES) {
      eightVectors(k, n, a, row, aColumn, b, j, c, out + j);
    }
    for (; j + 2 * LANES <= n; j += 2 * LANES) {
      twoVectors(k, n, a, row, aColumn, b, j, c, out + j);
    }
    for (; j + LANES <= n; j += LANES) {
      oneVector(k, n, a, row, aColumn, b, j, c, out + j);
    }
    for (; j < n; j++) {
      float sum = c[out + j];
      for (int p = 0; p < k; p++) {
        sum = Math.fma(a[row + p * aColumn], b[j + p * n], sum);
      }
      c[out + j] = sum;
    }
  }

  private static void fourByFour(
      int k,
      int n,
      float[] a,
      int row,
      int aRow,
      int aColumn,
      float[] b,
      int bStart,
      float[] c,
      int out) {
    int out1 = out + n;
    int out2 = out + 2 * n;
    int out3 = out + 3 * n;
    FloatVector c00 = FloatVector.fromArray(SPECIES, c, out);
    FloatVector c01 = FloatVector.fromArray(SPECIES, c, out + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, c, out + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, c, out + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, c, out1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, c, out1 + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, c, out1 + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, c, out1 + 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, c, out2);
    FloatVector c21 = FloatVector.fromArray(SPECIES, c, out2 + LANES);
    FloatVector c22 = FloatVector.fromArray(SPECIES, c, out2 + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(SPECIES, c, out2 + 3 * LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, c, out3);
    FloatVector c31 = FloatVector.fromArray(SPECIES, c, out3 + LANES);
    FloatVector c32 = FloatVector.fromArray(SPECIES, c, out3 + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(SPECIES, c, out3 + 3 * LANES);
    int at = row;
    int bRow = bStart;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bRow);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bRow + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bRow + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bRow + 3 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
      c00 = b0.fma(a0, c00);
      c01 = b1.fma(a0, c01);
      c02 = b2.fma(a0, c02);
      c03 = b3.fma(a0, c03);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + aRow]);
      c10 = b0.fma(a1, c10);
      c11 = b1.fma(a1, c11);
      c12 = b2.fma(a1, c12);
      c13 = b3.fma(a1, c13);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]);
      c20 = b0.fma(a2, c20);
      c21 = b1.fma(a2, c21);
      c22 = b2.fma(a2, c22);
      c23 = b3.fma(a2, c23);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]);
      c30 = b0.fma(a3, c30);
      c31 = b1.fma(a3, c31);
      c32 = b2.fma(a3, c32);
      c33 = b3.fma(a3, c33);
      at += aColumn;
      bRow += n;
    }
    c00.intoArray(c, out);
    c01.intoArray(c, out + LANES);
    c02.intoArray(c, out + 2 * LANES);
    c03.intoArray(c, out + 3 * LANES);
    c10.intoArray(c, out1);
    c11.intoArray(c, out1 + LANES);
    c12.intoArray(c, out1 + 2 * LANES);
    c13.intoArray(c, out1 + 3 * LANES);
    c20.intoArray(c, out2);
    c21.intoArray(c, out2 + LANES);
    c22.intoArray(c, out2 + 2 * LANES);
    c23.intoArray(c, out2 + 3 * LANES);
    c30.intoArray(c, out3);
    c31.intoArray(c, out3 + LANES);
    c32.intoArray(c, out3 + 2 * LANES);
    c33.intoArray(c, out3 + 3 * LANES);
  }

  private static void sixByTwo(
      int k,
      int n,
      float[] a,
      int row,
      int aRow,
      int aColumn,
      float[] b,
      int bStart,
      float[] c,
      int out) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, c, out);
    FloatVector c01 = FloatVector.fromArray(SPECIES, c, out + LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, c, out + n);
    FloatVector c11 = FloatVector.fromArray(SPECIES, c, out + n + LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, c, out + 2 * n);
    FloatVector c21 = FloatVector.fromArray(SPECIES, c, out + 2 * n + LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, c, out + 3 * n);
    FloatVector c31 = FloatVector.fromArray(SPECIES, c, out + 3 * n + LANES);
    FloatVector c40 = FloatVector.fromArray(SPECIES, c, out + 4 * n);
    FloatVector c41 = FloatVector.fromArray(SPECIES, c, out + 4 * n + LANES);
    FloatVector c50 = FloatVector.fromArray(SPECIES, c, out + 5 * n);
    FloatVector c51 = FloatVector.fromArray(SPECIES, c, out + 5 * n + LANES);
    int at = row;
    int bRow = bStart;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bRow);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bRow + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
      c00 = b0.fma(a0, c00);
      c01 = b1.fma(a0, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + aRow]);
      c10 = b0.fma(a1, c10);
      c11 = b1.fma(a1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]);
      c20 = b0.fma(a2, c20);
      c21 = b1.fma(a2, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]);
      c30 = b0.fma(a3, c30);
      c31 = b1.fma(a3, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[at + 4 * aRow]);
      c40 = b0.fma(a4, c40);
      c41 = b1.fma(a4, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[at + 5 * aRow]);
      c50 = b0.fma(a5, c50);
      c51 = b1.fma(a5, c51);
      at += aColumn;
      bRow += n;
    }
    c00.intoArray(c, out);
    c01.intoArray(c, out + LANES);
    c10.intoArray(c, out + n);
    c11.intoArray(c, out + n + LANES);
    c20.intoArray(c, out + 2 * n);
    c21.intoArray(c, out + 2 * n + LANES);
    c30.intoArray(c, out + 3 * n);
    c31.intoArray(c, out + 3 * n + LANES);
    c40.intoArray(c, out + 4 * n);
    c41.intoArray(c, out + 4 * n + LANES);
    c50.intoArray(c, out + 5 * n);
    c51.intoArray(c, out + 5 * n + LANES);
  }

  private static void fourByTwo(
      int k,
      int n,
      float[] a,
      int row,
      int aRow,
      int aColumn,
      float[] b,
      int bStart,
      float[] c,
      int out) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, c, out);
    FloatVector c01 = FloatVector.fromArray(SPECIES, c, out + LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, c, out + n);
    FloatVector c11 = FloatVector.fromArray(SPECIES, c, out + n + LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, c, out + 2 * n);
    FloatVector c21 = FloatVector.fromArray(SPECIES, c, out + 2 * n + LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, c, out + 3 * n);
    FloatVector c31 = FloatVector.fromArray(SPECIES, c, out + 3 * n + LANES);
    int at = row;
    int bRow = bStart;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bRow);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bRow + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + aRow]);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]);
      c00 = b0.fma(a0, c00);
      c01 = b1.fma(a0, c01);
      c10 = b0.fma(a1, c10);
      c11 = b1.fma(a1, c11);
      c20 = b0.fma(a2, c20);
      c21 = b1.fma(a2, c21);
      c30 = b0.fma(a3, c30);
      c31 = b1.fma(a3, c31);
      at += aColumn;
      bRow += n;
    }
    c00.intoArray(c, out);
    c01.intoArray(c, out + LANES);
    c10.intoArray(c, out + n);
    c11.intoArray(c, out + n + LANES);
    c20.intoArray(c, out + 2 * n);
    c21.intoArray(c, out + 2 * n + LANES);
    c30.intoArray(c, out + 3 * n);
    c31.intoArray(c, out + 3 * n + LANES);
  }

  private static void eightVectors(
      int k, int n, float[] a, int row, int aColumn, float[] b, int bStart, float[] c, int out) {
    FloatVector c0 = FloatVector.fromArray(SPECIES, c, out);
    FloatVector c1 = FloatVector.fromArray(SPECIES, c, out + LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, c, out + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(SPECIES, c, out + 3 * LANES);
    FloatVector c4 = FloatVector.fromArray(SPECIES, c, out + 4 * LANES);
    FloatVector c5 = FloatVector.fromArray(SPECIES, c, out + 5 * LANES);
    FloatVector c6 = FloatVector.fromArray(SPECIES, c, out + 6 * LANES);
    FloatVector c7 = FloatVector.fromArray(SPECIES, c, out + 7 * LANES);
    int bRow = bStart;
    for (int p = 0; p < k; p++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, a[row + p * aColumn]);
      c0 = FloatVector.fromArray(SPECIES, b, bRow).fma(factor, c0);
      c1 = FloatVector.fromArray(SPECIES, b, bRow + LANES).fma(factor, c1);
      c2 = FloatVector.fromArray(SPECIES, b, bRow + 2 * LANES).fma(factor, c2);
      c3 = FloatVector.fromArray(SPECIES, b, bRow + 3 * LANES).fma(factor, c3);
      c4 = FloatVector.fromArray(SPECIES, b, bRow + 4 * LANES).fma(factor, c4);
      c5 = FloatVector.fromArray(SPECIES, b, bRow + 5 * LANES).fma(factor, c5);
      c6 = FloatVector.fromArray(SPECIES, b, bRow + 6 * LANES).fma(factor, c6);
      c7 = FloatVector.fromArray(SPECIES, b, bRow + 7 * LANES).fma(factor, c7);
      bRow += n;
    }
    c0.intoArray(c, out);
    c1.intoArray(c, out + LANES);
    c2.intoArray(c, out + 2 * LANES);
    c3.intoArray(c, out + 3 * LANES);
    c4.intoArray(c, out + 4 * LANES);
    c5.intoArray(c, out + 5 * LANES);
    c6.intoArray(c, out + 6 * LANES);
    c7.intoArray(c, out + 7 * LANES);
  }

  private static void twoVectors(
      int k, int n, float[] a, int row, int aColumn, float[] b, int bStart, float[] c, int out) {
    FloatVector c0 = FloatVector.fromArray(SPECIES, c, out);
    FloatVector c1 = FloatVector.fromArray(SPECIES, c, out + LANES);
    int bRow = bStart;
    for (int p = 0; p < k; p++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, a[row + p * aColumn]);
      c0 = FloatVector.fromArray(SPECIES, b, bRow).fma(factor, c0);
      c1 = FloatVector.fromArray(SPECIES, b, bRow + LANES).fma(factor, c1);
      bRow += n;
    }
    c0.intoArray(c, out);
    c1.intoArray(c, out + LANES);
  }

  private static void oneVector(
      int k, int n, float[] a, int row, int aColumn, float[] b, int bStart, float[] c, int out) {
    FloatVector sum = FloatVector.fromArray(SPECIES, c, out);
    for (int p = 0; p < k; p++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, a[row + p * aColumn]);
      sum = FloatVector.fromArray(SPECIES, b, bStart + p * n).fma(factor, sum);
    }
    sum.intoArray(c, out);
  }

  @Override
  public void relu(float[] v, int offset, int length) {
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      FloatVector.fromArray(SPECIES, v, offset + i).max(0f).intoArray(v, offset + i);
    }
    for (; i < length; i++) {
      v[offset + i] = Math.max(v[offset + i], 0f);
    }
  }

  @Override
  public void clearUnlessPositive(float[] output, float[] v, int length) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      VectorMask<Float> positive =
          FloatVector.fromArray(SPECIES, output, i).compare(VectorOperators.GT, 0f);
      zero.blend(FloatVector.fromArray(SPECIES, v, i), positive).intoArray(v, i);
    }
    for (; i < length; i++) {
      v[i] = output[i] > 0f ? v[i] : 0f;
    }
  }

  @Override
  public void exp(float[] in, int inOffset, float[] out, int outOffset, int length) {
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      VectorMath.exp(FloatVector.fromArray(SPECIES, in, inOffset + i))
          .intoArray(out, outOffset + i);
    }
    for (; i < length; i++) {
      out[outOffset + i] = FloatMath.exp(in[inOffset + i]);
    }
  }

  @Override
  public void log(float[] in, int inOffset, float[] out, int outOffset, int length) {
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      VectorMath.log(FloatVector.fromArray(SPECIES, in, inOffset + i))
          .intoArray(out, outOffset + i);
    }
    for (; i < length; i++) {
      out[outOffset + i] = FloatMath.log(in[inOffset + i]);
    }
  }

  @Override
  public void softplus(float[] in, int inOffset, float[] out, int outOffset, int length) {
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      VectorMath.softplus(FloatVector.fromArray(SPECIES, in, inOffset + i))
          .intoArray(out, outOffset + i);
    }
    for (; i < length; i++) {
      out[outOffset + i] = FloatMath.softplus(in[inOffset + i]);
    }
  }
}
