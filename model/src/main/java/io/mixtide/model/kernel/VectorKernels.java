package io.mixtide.model.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The kernels on the Vector API, at the CPU's preferred width. */
public final class VectorKernels implements Kernels {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public void addProduct(int m, int k, int n, float[] a, float[] b, float[] c) {
    VectorProduct.run(m, k, n, a, k, 1, b, c, n, c);
  }

  @Override
  public void addTransposedProduct(int m, int k, int n, float[] a, float[] b, float[] c) {
    VectorProduct.run(m, k, n, a, 1, m, b, c, n, c);
  }

  @Override
  public void affine(int m, int k, int n, float[] a, float[] b, float[] bias, float[] c) {
    VectorProduct.run(m, k, n, a, k, 1, b, bias, 0, c);
  }

  @Override
  public void add(float[] v, int offset, float[] sum, int length) {
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      FloatVector.fromArray(SPECIES, sum, i)
          .add(FloatVector.fromArray(SPECIES, v, offset + i))
          .intoArray(sum, i);
    }
    for (; i < length; i++) {
      sum[i] += v[offset + i];
    }
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
