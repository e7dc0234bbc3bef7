package io.mixtide.model.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The blocks of {@link VectorProduct}: so many rows by so many vectors of {@code C = S + A B}, kept
 * in registers over all of k.
 *
 * <p>A's element {@code (i, p)} of a block is {@code a[row + i * aRow + p * aColumn]}; B's rows are
 * {@code n} apart and the block's columns begin at {@code bStart}; the block of S begins at {@code
 * from}, its rows {@code sRow} apart, that of C at {@code out}, its rows {@code n} apart.
 */
final class VectorBlocks {
  private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Half as wide, for what whole vectors leave; narrower than 128 bits there are none. */
  private static final VectorSpecies<Float> HALF =
      SPECIES.vectorBitSize() > 256 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;

  private VectorBlocks() {}

  static void fourByFour(
      int k,
      int n,
      float[] a,
      int row,
      int aRow,
      int aColumn,
      float[] b,
      int bStart,
      float[] s,
      int from,
      int sRow,
      float[] c,
      int out) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, s, from);
    FloatVector c01 = FloatVector.fromArray(SPECIES, s, from + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, s, from + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, s, from + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, s, from + sRow);
    FloatVector c11 = FloatVector.fromArray(SPECIES, s, from + sRow + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, s, from + sRow + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, s, from + sRow + 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, s, from + 2 * sRow);
    FloatVector c21 = FloatVector.fromArray(SPECIES, s, from + 2 * sRow + LANES);
    FloatVector c22 = FloatVector.fromArray(SPECIES, s, from + 2 * sRow + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(SPECIES, s, from + 2 * sRow + 3 * LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, s, from + 3 * sRow);
    FloatVector c31 = FloatVector.fromArray(SPECIES, s, from + 3 * sRow + LANES);
    FloatVector c32 = FloatVector.fromArray(SPECIES, s, from + 3 * sRow + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(SPECIES, s, from + 3 * sRow + 3 * LANES);
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
    c10.intoArray(c, out + n);
    c11.intoArray(c, out + n + LANES);
    c12.intoArray(c, out + n + 2 * LANES);
    c13.intoArray(c, out + n + 3 * LANES);
    c20.intoArray(c, out + 2 * n);
    c21.intoArray(c, out + 2 * n + LANES);
    c22.intoArray(c, out + 2 * n + 2 * LANES);
    c23.intoArray(c, out + 2 * n + 3 * LANES);
    c30.intoArray(c, out + 3 * n);
    c31.intoArray(c, out + 3 * n + LANES);
    c32.intoArray(c, out + 3 * n + 2 * LANES);
    c33.intoArray(c, out + 3 * n + 3 * LANES);
  }

  static void fiveByTwo(
      int k,
      int n,
      float[] a,
      int row,
      int aRow,
      int aColumn,
      float[] b,
      int bStart,
      float[] s,
      int from,
      int sRow,
      float[] c,
      int out) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, s, from);
    FloatVector c01 = FloatVector.fromArray(SPECIES, s, from + LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, s, from + sRow);
    FloatVector c11 = FloatVector.fromArray(SPECIES, s, from + sRow + LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, s, from + 2 * sRow);
    FloatVector c21 = FloatVector.fromArray(SPECIES, s, from + 2 * sRow + LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, s, from + 3 * sRow);
    FloatVector c31 = FloatVector.fromArray(SPECIES, s, from + 3 * sRow + LANES);
    FloatVector c40 = FloatVector.fromArray(SPECIES, s, from + 4 * sRow);
    FloatVector c41 = FloatVector.fromArray(SPECIES, s, from + 4 * sRow + LANES);
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
  }

  static void fourByTwo(
      int k,
      int n,
      float[] a,
      int row,
      int aRow,
      int aColumn,
      float[] b,
      int bStart,
      float[] s,
      int from,
      int sRow,
      float[] c,
      int out) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, s, from);
    FloatVector c01 = FloatVector.fromArray(SPECIES, s, from + LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, s, from + sRow);
    FloatVector c11 = FloatVector.fromArray(SPECIES, s, from + sRow + LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, s, from + 2 * sRow);
    FloatVector c21 = FloatVector.fromArray(SPECIES, s, from + 2 * sRow + LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, s, from + 3 * sRow);
    FloatVector c31 = FloatVector.fromArray(SPECIES, s, from + 3 * sRow + LANES);
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

  static void twoByFour(
      int k,
      int n,
      float[] a,
      int row,
      int aRow,
      int aColumn,
      float[] b,
      int bStart,
      float[] s,
      int from,
      int sRow,
      float[] c,
      int out) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, s, from);
    FloatVector c01 = FloatVector.fromArray(SPECIES, s, from + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, s, from + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, s, from + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, s, from + sRow);
    FloatVector c11 = FloatVector.fromArray(SPECIES, s, from + sRow + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, s, from + sRow + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, s, from + sRow + 3 * LANES);
    int at = row;
    int bRow = bStart;
    for (int p = 0; p < k; p++) {
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + aRow]);
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bRow);
      c00 = b0.fma(a0, c00);
      c10 = b0.fma(a1, c10);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bRow + LANES);
      c01 = b1.fma(a0, c01);
      c11 = b1.fma(a1, c11);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bRow + 2 * LANES);
      c02 = b2.fma(a0, c02);
      c12 = b2.fma(a1, c12);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bRow + 3 * LANES);
      c03 = b3.fma(a0, c03);
      c13 = b3.fma(a1, c13);
      at += aColumn;
      bRow += n;
    }
    c00.intoArray(c, out);
    c01.intoArray(c, out + LANES);
    c02.intoArray(c, out + 2 * LANES);
    c03.intoArray(c, out + 3 * LANES);
    c10.intoArray(c, out + n);
    c11.intoArray(c, out + n + LANES);
    c12.intoArray(c, out + n + 2 * LANES);
    c13.intoArray(c, out + n + 3 * LANES);
  }

  static void fourByOne(
      int k,
      int n,
      float[] a,
      int row,
      int aRow,
      int aColumn,
      float[] b,
      int bStart,
      float[] s,
      int from,
      int sRow,
      float[] c,
      int out) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, s, from);
    FloatVector c10 = FloatVector.fromArray(SPECIES, s, from + sRow);
    FloatVector c20 = FloatVector.fromArray(SPECIES, s, from + 2 * sRow);
    FloatVector c30 = FloatVector.fromArray(SPECIES, s, from + 3 * sRow);
    int at = row;
    int bRow = bStart;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bRow);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
      c00 = b0.fma(a0, c00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + aRow]);
      c10 = b0.fma(a1, c10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]);
      c20 = b0.fma(a2, c20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]);
      c30 = b0.fma(a3, c30);
      at += aColumn;
      bRow += n;
    }
    c00.intoArray(c, out);
    c10.intoArray(c, out + n);
    c20.intoArray(c, out + 2 * n);
    c30.intoArray(c, out + 3 * n);
  }

  static void fourByHalf(
      int k,
      int n,
      float[] a,
      int row,
      int aRow,
      int aColumn,
      float[] b,
      int bStart,
      float[] s,
      int from,
      int sRow,
      float[] c,
      int out) {
    FloatVector c00 = FloatVector.fromArray(HALF, s, from);
    FloatVector c10 = FloatVector.fromArray(HALF, s, from + sRow);
    FloatVector c20 = FloatVector.fromArray(HALF, s, from + 2 * sRow);
    FloatVector c30 = FloatVector.fromArray(HALF, s, from + 3 * sRow);
    int at = row;
    int bRow = bStart;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(HALF, b, bRow);
      FloatVector a0 = FloatVector.broadcast(HALF, a[at]);
      c00 = b0.fma(a0, c00);
      FloatVector a1 = FloatVector.broadcast(HALF, a[at + aRow]);
      c10 = b0.fma(a1, c10);
      FloatVector a2 = FloatVector.broadcast(HALF, a[at + 2 * aRow]);
      c20 = b0.fma(a2, c20);
      FloatVector a3 = FloatVector.broadcast(HALF, a[at + 3 * aRow]);
      c30 = b0.fma(a3, c30);
      at += aColumn;
      bRow += n;
    }
    c00.intoArray(c, out);
    c10.intoArray(c, out + n);
    c20.intoArray(c, out + 2 * n);
    c30.intoArray(c, out + 3 * n);
  }
}
