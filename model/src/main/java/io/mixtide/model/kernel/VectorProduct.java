package io.mixtide.model.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrix product on the Vector API: {@code C = S + A B}.
 *
 * <p>It keeps a block of C in registers while it walks over k, as large as the CPU has registers
 * for: four rows by four vectors where there are 32 (vectors of 512 bits), five rows by two where
 * there are 16; two rows by four vectors, and eight vectors of one row, where there are few rows,
 * since eight independent accumulators hide the latency of a fused multiply-add on two ports.
 * Column blocks are the outer loop, so that a panel of B stays near over all rows. Columns beyond
 * the last whole vector are done in vectors of half the width, and what is still left in scalar
 * code.
 *
 * <p>In all methods element {@code (i, p)} of A is {@code a[i * aRow + p * aColumn]}, and row i of
 * S starts at {@code i * sRow}: {@code n} where S is a matrix as large as C, which may be C itself,
 * 0 where every row is the same.
 */
final class VectorProduct {
  private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Vectors of so many lanes and fewer have 16 registers. */
  private static final int NARROW = 8;

  private VectorProduct() {}

  /** A {@code [m, k]}, B {@code [k, n]}, S and C {@code [m, n]}; see the class for the strides. */
  static void run(
      int m,
      int k,
      int n,
      float[] a,
      int aRow,
      int aColumn,
      float[] b,
      float[] s,
      int sRow,
      float[] c) {
    if (LANES > NARROW) {
      wide(m, k, n, a, aRow, aColumn, b, s, sRow, c);
    } else {
      narrow(m, k, n, a, aRow, aColumn, b, s, sRow, c);
    }
  }

  private static void wide(
      int m,
      int k,
      int n,
      float[] a,
      int aRow,
      int aColumn,
      float[] b,
      float[] s,
      int sRow,
      float[] c) {
    int blocked = m - m % 4;
    int j = 0;
    for (; j + 4 * LANES <= n; j += 4 * LANES) {
      for (int i = 0; i < blocked; i += 4) {
        VectorBlocks.fourByFour(
            k, n, a, i * aRow, aRow, aColumn, b, j, s, i * sRow + j, sRow, c, i * n + j);
      }
    }
    for (; j + 2 * LANES <= n; j += 2 * LANES) {
      for (int i = 0; i < blocked; i += 4) {
        VectorBlocks.fourByTwo(
            k, n, a, i * aRow, aRow, aColumn, b, j, s, i * sRow + j, sRow, c, i * n + j);
      }
    }
    rest(blocked, j, m, k, n, a, aRow, aColumn, b, s, sRow, c);
  }

  private static void narrow(
      int m,
      int k,
      int n,
      float[] a,
      int aRow,
      int aColumn,
      float[] b,
      float[] s,
      int sRow,
      float[] c) {
    int fives = m - m % 5;
    int blocked = m - fives == 4 ? m : fives;
    int j = 0;
    for (; j + 2 * LANES <= n; j += 2 * LANES) {
      for (int i = 0; i < fives; i += 5) {
        VectorBlocks.fiveByTwo(
            k, n, a, i * aRow, aRow, aColumn, b, j, s, i * sRow + j, sRow, c, i * n + j);
      }
      if (blocked > fives) {
        VectorBlocks.fourByTwo(
            k,
            n,
            a,
            fives * aRow,
            aRow,
            aColumn,
            b,
            j,
            s,
            fives * sRow + j,
            sRow,
            c,
            fives * n + j);
      }
    }
    rest(blocked, j, m, k, n, a, aRow, aColumn, b, s, sRow, c);
  }

  /** What is left: columns from {@code done} on, and all of the rows from {@code blocked} on. */
  private static void rest(
      int blocked,
      int done,
      int m,
      int k,
      int n,
      float[] a,
      int aRow,
      int aColumn,
      float[] b,
      float[] s,
      int sRow,
      float[] c) {
    int fours = blocked - blocked % 4;
    int j = done;
    for (; j + LANES <= n; j += LANES) {
      for (int i = 0; i < fours; i += 4) {
        VectorBlocks.fourByOne(
            k, n, a, i * aRow, aRow, aColumn, b, j, s, i * sRow + j, sRow, c, i * n + j);
      }
    }
    for (; LANES >= NARROW && j + LANES / 2 <= n; j += LANES / 2) {
      for (int i = 0; i < fours; i += 4) {
        VectorBlocks.fourByHalf(
            k, n, a, i * aRow, aRow, aColumn, b, j, s, i * sRow + j, sRow, c, i * n + j);
      }
    }
    int paired = m - (m - blocked) % 2;
    int whole = n - n % (4 * LANES);
    for (int i = blocked; i < paired; i += 2) {
      for (int q = 0; q < whole; q += 4 * LANES) {
        VectorBlocks.twoByFour(
            k, n, a, i * aRow, aRow, aColumn, b, q, s, i * sRow + q, sRow, c, i * n + q);
      }
    }
    for (int i = 0; i < m; i++) {
      int first = i < fours ? j : i < blocked ? done : i < paired ? whole : 0;
      columns(first, k, n, a, i * aRow, aColumn, b, s, i * sRow, c, i * n);
    }
  }

  /**
   * The columns of one row from {@code first} on. The last vectors overlap where that is safe:
   * where no column that they start from has been written, all being read before any is written.
   */
  private static void columns(
      int first,
      int k,
      int n,
      float[] a,
      int row,
      int aColumn,
      float[] b,
      float[] s,
      int from,
      float[] c,
      int out) {
    int j = first;
    for (; j + 8 * LANES <= n; j += 8 * LANES) {
      eightVectors(k, n, a, row, aColumn, b, j, s, from + j, c, out + j);
    }
    int last = n - LANES;
    for (; n - j > 2 * LANES; j += 4 * LANES) {
      int third = Math.min(j + 2 * LANES, last);
      int fourth = Math.min(j + 3 * LANES, last);
      fourVectors(k, n, a, row, aColumn, b, j, third, fourth, s, from, c, out);
    }
    for (; j + 2 * LANES <= n; j += 2 * LANES) {
      twoVectors(k, n, a, row, aColumn, b, j, s, from + j, c, out + j);
    }
    for (; j + LANES <= n; j += LANES) {
      oneVector(k, n, a, row, aColumn, b, j, s, from + j, c, out + j);
    }
    if (j < n && last >= 0 && s != c) {
      oneVector(k, n, a, row, aColumn, b, last, s, from + last, c, out + last);
      return;
    }
    for (; j < n; j++) {
      float sum = s[from + j];
      for (int p = 0; p < k; p++) {
        sum = Math.fma(a[row + p * aColumn], b[j + p * n], sum);
      }
      c[out + j] = sum;
    }
  }

  private static void eightVectors(
      int k,
      int n,
      float[] a,
      int row,
      int aColumn,
      float[] b,
      int bStart,
      float[] s,
      int from,
      float[] c,
      int out) {
    FloatVector c0 = FloatVector.fromArray(SPECIES, s, from);
    FloatVector c1 = FloatVector.fromArray(SPECIES, s, from + LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, s, from + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(SPECIES, s, from + 3 * LANES);
    FloatVector c4 = FloatVector.fromArray(SPECIES, s, from + 4 * LANES);
    FloatVector c5 = FloatVector.fromArray(SPECIES, s, from + 5 * LANES);
    FloatVector c6 = FloatVector.fromArray(SPECIES, s, from + 6 * LANES);
    FloatVector c7 = FloatVector.fromArray(SPECIES, s, from + 7 * LANES);
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

  /** Two vectors at {@code j}, one at {@code third} and one at {@code fourth}; they may overlap. */
  private static void fourVectors(
      int k,
      int n,
      float[] a,
      int row,
      int aColumn,
      float[] b,
      int j,
      int third,
      int fourth,
      float[] s,
      int from,
      float[] c,
      int out) {
    FloatVector c0 = FloatVector.fromArray(SPECIES, s, from + j);
    FloatVector c1 = FloatVector.fromArray(SPECIES, s, from + j + LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, s, from + third);
    FloatVector c3 = FloatVector.fromArray(SPECIES, s, from + fourth);
    int bRow = 0;
    for (int p = 0; p < k; p++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, a[row + p * aColumn]);
      c0 = FloatVector.fromArray(SPECIES, b, bRow + j).fma(factor, c0);
      c1 = FloatVector.fromArray(SPECIES, b, bRow + j + LANES).fma(factor, c1);
      c2 = FloatVector.fromArray(SPECIES, b, bRow + third).fma(factor, c2);
      c3 = FloatVector.fromArray(SPECIES, b, bRow + fourth).fma(factor, c3);
      bRow += n;
    }
    c0.intoArray(c, out + j);
    c1.intoArray(c, out + j + LANES);
    c2.intoArray(c, out + third);
    c3.intoArray(c, out + fourth);
  }

  private static void twoVectors(
      int k,
      int n,
      float[] a,
      int row,
      int aColumn,
      float[] b,
      int bStart,
      float[] s,
      int from,
      float[] c,
      int out) {
    FloatVector c0 = FloatVector.fromArray(SPECIES, s, from);
    FloatVector c1 = FloatVector.fromArray(SPECIES, s, from + LANES);
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
      int k,
      int n,
      float[] a,
      int row,
      int aColumn,
      float[] b,
      int bStart,
      float[] s,
      int from,
      float[] c,
      int out) {
    FloatVector c0 = FloatVector.fromArray(SPECIES, s, from);
    int bRow = bStart;
    for (int p = 0; p < k; p++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, a[row + p * aColumn]);
      c0 = FloatVector.fromArray(SPECIES, b, bRow).fma(factor, c0);
      bRow += n;
    }
    c0.intoArray(c, out);
  }
}
