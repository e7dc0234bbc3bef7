package io.mixtide.model.kernel;

import static io.mixtide.model.kernel.Kernels.COLUMNS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels#affineColumns} on the Vector API.
 *
 * <p>It keeps four rows by two vectors of C in registers while it walks over k. The weights are
 * packed in the order in which they are read: as they are elsewhere, the rows of a layer lie a
 * power of two apart, and evict one another from the cache. All distances are constants, so the
 * compiler takes the checks of every index out of the loop, and then puts all loads first: more
 * rows than these would not fit the registers.
 */
final class ColumnProduct {
  /** Of these, two make a row of C. */
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  private static final int LANES = SPECIES.length();
  private static final int ROWS = 4;

  private ColumnProduct() {}

  /**
   * As {@link Kernels#packed}: block after block, and in each the weights of one input together.
   */
  static float[] packed(int m, int k, float[] weight) {
    if (m < ROWS) {
      return weight.clone();
    }
    int blocks = (m + ROWS - 1) / ROWS;
    float[] packed = new float[blocks * ROWS * k];
    for (int block = 0; block < blocks; block++) {
      int first = first(block, m);
      for (int p = 0; p < k; p++) {
        System.arraycopy(weight, p * m + first, packed, (block * k + p) * ROWS, ROWS);
      }
    }
    return packed;
  }

  /** The last block does again what the one before did where the rows are no multiple. */
  private static int first(int block, int m) {
    return Math.min(block * ROWS, m - ROWS);
  }

  static void run(int m, int k, float[] packed, float[] b, float[] bias, boolean relu, float[] c) {
    if (m < ROWS) {
      oneByOne(m, k, packed, b, bias, relu, c);
      return;
    }
    for (int block = 0; block * ROWS < m; block++) {
      fourByTwo(k, packed, block * ROWS * k, b, bias, first(block, m), relu, c);
    }
  }

  private static void oneByOne(
      int m, int k, float[] weight, float[] b, float[] bias, boolean relu, float[] c) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        float sum = bias[i];
        for (int p = 0; p < k; p++) {
          sum = Math.fma(weight[p * m + i], b[p * COLUMNS + j], sum);
        }
        c[i * COLUMNS + j] = relu ? Math.max(sum, 0f) : sum;
      }
    }
  }

  /** Rows from {@code i} on; the block of the weights begins at {@code at}. */
  private static void fourByTwo(
      int k, float[] packed, int at, float[] b, float[] bias, int i, boolean relu, float[] c) {
    FloatVector c00 = FloatVector.broadcast(SPECIES, bias[i]);
    FloatVector c01 = c00;
    FloatVector c10 = FloatVector.broadcast(SPECIES, bias[i + 1]);
    FloatVector c11 = c10;
    FloatVector c20 = FloatVector.broadcast(SPECIES, bias[i + 2]);
    FloatVector c21 = c20;
    FloatVector c30 = FloatVector.broadcast(SPECIES, bias[i + 3]);
    FloatVector c31 = c30;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, p * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, p * COLUMNS + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, packed[at + p * ROWS]);
      c00 = b0.fma(a0, c00);
      c01 = b1.fma(a0, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, packed[at + p * ROWS + 1]);
      c10 = b0.fma(a1, c10);
      c11 = b1.fma(a1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, packed[at + p * ROWS + 2]);
      c20 = b0.fma(a2, c20);
      c21 = b1.fma(a2, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, packed[at + p * ROWS + 3]);
      c30 = b0.fma(a3, c30);
      c31 = b1.fma(a3, c31);
    }
    if (relu) {
      FloatVector zero = FloatVector.zero(SPECIES);
      c00 = c00.blend(zero, c00.compare(VectorOperators.LE, zero));
      c01 = c01.blend(zero, c01.compare(VectorOperators.LE, zero));
      c10 = c10.blend(zero, c10.compare(VectorOperators.LE, zero));
      c11 = c11.blend(zero, c11.compare(VectorOperators.LE, zero));
      c20 = c20.blend(zero, c20.compare(VectorOperators.LE, zero));
      c21 = c21.blend(zero, c21.compare(VectorOperators.LE, zero));
      c30 = c30.blend(zero, c30.compare(VectorOperators.LE, zero));
      c31 = c31.blend(zero, c31.compare(VectorOperators.LE, zero));
    }
    int out = i * COLUMNS;
    c00.intoArray(c, out);
    c01.intoArray(c, out + LANES);
    c10.intoArray(c, out + COLUMNS);
    c11.intoArray(c, out + COLUMNS + LANES);
    c20.intoArray(c, out + 2 * COLUMNS);
    c21.intoArray(c, out + 2 * COLUMNS + LANES);
    c30.intoArray(c, out + 3 * COLUMNS);
    c31.intoArray(c, out + 3 * COLUMNS + LANES);
  }
}
