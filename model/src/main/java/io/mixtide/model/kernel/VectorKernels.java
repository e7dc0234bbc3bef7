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
  public String description() {
    return "vector (%s, %d lanes)".formatted(instructions(), LANES);
  }

  /** The JVM does not tell the instruction set, but the width that it prefers does. */
  private static String instructions() {
    int bits = SPECIES.vectorBitSize();
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> bits > 256 ? "AVX-512" : bits > 128 ? "AVX" : "SSE";
      case "aarch64" -> bits > 128 ? "SVE" : "NEON";
      case String other -> other;
    };
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
    // As max(v, 0), in half the instructions: NaN stays, −0 becomes 0.
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, v, offset + i);
      value.blend(zero, value.compare(VectorOperators.LE, zero)).intoArray(v, offset + i);
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
    exp(in, inOffset, 0f, 0f, out, outOffset, length);
  }

  @Override
  public void relativeExp(
      float[] in, int inOffset, float max, float[] out, int outOffset, int length) {
    exp(in, inOffset, max, Softmax.NEGLIGIBLE, out, outOffset, length);
  }

  private static void exp(
      float[] in, int inOffset, float minus, float floor, float[] out, int outOffset, int length) {
    if (length < LANES) {
      for (int i = 0; i < length; i++) {
        float value = FloatMath.exp(in[inOffset + i] - minus);
        out[outOffset + i] = value < floor ? 0f : value;
      }
      return;
    }
    int rest = length % LANES;
    if (rest > 0) {
      // Of a last vector that overlaps the one before only the rest is written: in may be out.
      int last = length - LANES;
      int skip = LANES - rest;
      VectorMath.exp(in, inOffset + last, minus, floor, out, outOffset + last, LANES, skip);
    }
    VectorMath.exp(in, inOffset, minus, floor, out, outOffset, length - rest, 0);
  }

  @Override
  public void log(float[] in, int inOffset, float[] out, int outOffset, int length) {
    if (length < LANES) {
      for (int i = 0; i < length; i++) {
        out[outOffset + i] = FloatMath.log(in[inOffset + i]);
      }
      return;
    }
    int rest = length % LANES;
    if (rest > 0) {
      int last = length - LANES;
      VectorMath.log(in, inOffset + last, out, outOffset + last, LANES, LANES - rest);
    }
    VectorMath.log(in, inOffset, out, outOffset, length - rest, 0);
  }

  @Override
  public void softplus(
      float[] in, int inOffset, float least, float[] out, int outOffset, int length) {
    if (length < LANES) {
      for (int i = 0; i < length; i++) {
        out[outOffset + i] = FloatMath.softplus(in[inOffset + i]) + least;
      }
      return;
    }
    // The last vector is done again where it overlaps the one before: in is not out.
    int last = length - LANES;
    for (int i = 0; i < length; i += LANES) {
      int at = Math.min(i, last);
      FloatVector.fromArray(SPECIES, in, inOffset + at).abs().neg().intoArray(out, outOffset + at);
    }
    exp(out, outOffset, out, outOffset, length);
    int whole = length - length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, out, outOffset + i).add(1f).intoArray(out, outOffset + i);
    }
    for (int i = whole; i < length; i++) {
      out[outOffset + i] += 1f;
    }
    log(out, outOffset, out, outOffset, length);
    FloatVector added = FloatVector.broadcast(SPECIES, least);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, in, inOffset + i)
          .max(0f)
          .add(FloatVector.fromArray(SPECIES, out, outOffset + i))
          .add(added)
          .intoArray(out, outOffset + i);
    }
    for (int i = whole; i < length; i++) {
      out[outOffset + i] = Math.max(in[inOffset + i], 0f) + out[outOffset + i] + least;
    }
  }

  @Override
  public void scale(
      float[] in, int inOffset, float factor, float[] out, int outOffset, int length) {
    if (length < LANES) {
      for (int i = 0; i < length; i++) {
        out[outOffset + i] = in[inOffset + i] * factor;
      }
      return;
    }
    int last = length - LANES;
    FloatVector end = FloatVector.fromArray(SPECIES, in, inOffset + last).mul(factor);
    for (int i = 0; i < last; i += LANES) {
      FloatVector.fromArray(SPECIES, in, inOffset + i).mul(factor).intoArray(out, outOffset + i);
    }
    end.intoArray(out, outOffset + last);
  }

  @Override
  public float max(float[] v, int offset, int length) {
    if (length < LANES) {
      float max = v[offset];
      for (int i = 1; i < length; i++) {
        max = Math.max(max, v[offset + i]);
      }
      return max;
    }
    int last = length - LANES;
    FloatVector max = FloatVector.fromArray(SPECIES, v, offset + last);
    for (int i = 0; i < last; i += LANES) {
      max = max.max(FloatVector.fromArray(SPECIES, v, offset + i));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public float[] packed(int m, int k, float[] weight) {
    return ColumnProduct.packed(m, k, weight);
  }

  @Override
  public void affineColumns(
      int m, int k, float[] packed, float[] b, float[] bias, boolean relu, float[] c) {
    ColumnProduct.run(m, k, packed, b, bias, relu, c);
  }

  @Override
  public void relativeColumns(int rows, float[] in, int inOffset, float[] out, float[] max) {
    int end = rows * COLUMNS;
    for (int j = 0; j < COLUMNS; j += LANES) {
      FloatVector most = FloatVector.fromArray(SPECIES, in, inOffset + j);
      for (int i = j; i < end; i += COLUMNS) {
        FloatVector value = FloatVector.fromArray(SPECIES, in, inOffset + i);
        most = most.blend(value, most.compare(VectorOperators.LT, value));
      }
      most.intoArray(max, j);
      for (int i = j; i < end; i += COLUMNS) {
        FloatVector.fromArray(SPECIES, in, inOffset + i).sub(most).intoArray(out, i);
      }
    }
    exp(out, 0, 0f, Softmax.NEGLIGIBLE, out, 0, end);
  }

  @Override
  public void sumColumns(int rows, float[] v, float[] sums) {
    for (int j = 0; j < COLUMNS; j += LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = j; i < rows * COLUMNS; i += COLUMNS) {
        sum = sum.add(FloatVector.fromArray(SPECIES, v, i));
      }
      sum.intoArray(sums, j);
    }
  }

  @Override
  public void weighColumns(
      int rows, float[] v, float[] weights, int offset, float more, float[] sums) {
    FloatVector added = FloatVector.broadcast(SPECIES, more);
    for (int j = 0; j < COLUMNS; j += LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = j; i < rows * COLUMNS; i += COLUMNS) {
        FloatVector weight = FloatVector.fromArray(SPECIES, weights, offset + i).add(added);
        FloatVector value = FloatVector.fromArray(SPECIES, v, i).mul(weight);
        value.intoArray(v, i);
        sum = sum.add(value);
      }
      sum.intoArray(sums, j);
    }
  }

  @Override
  public void divideColumns(int rows, float[] v, float[] divisors, float[] out, int outOffset) {
    for (int j = 0; j < COLUMNS; j += LANES) {
      FloatVector inverse =
          FloatVector.broadcast(SPECIES, 1f).div(FloatVector.fromArray(SPECIES, divisors, j));
      for (int i = j; i < rows * COLUMNS; i += COLUMNS) {
        FloatVector.fromArray(SPECIES, v, i).mul(inverse).intoArray(out, outOffset + i);
      }
    }
  }

  @Override
  public void addScaledColumns(int rows, float[] v, float[] factors, float[] sum) {
    for (int j = 0; j < COLUMNS; j += LANES) {
      FloatVector factor = FloatVector.fromArray(SPECIES, factors, j);
      for (int i = j; i < rows * COLUMNS; i += COLUMNS) {
        FloatVector.fromArray(SPECIES, sum, i)
            .add(factor.mul(FloatVector.fromArray(SPECIES, v, i)))
            .intoArray(sum, i);
      }
    }
  }

  @Override
  public void logNormalColumns(
      int experts, int dy, float[] y, float[] mu, float[] sigma, float[] logSigma, float[] out) {
    FloatVector constant = FloatVector.broadcast(SPECIES, -HALF_LOG_TWO_PI);
    for (int l = 0; l < experts; l++) {
      for (int c = 0; c < COLUMNS; c += LANES) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int j = 0; j < dy; j++) {
          int i = (l * dy + j) * COLUMNS + c;
          FloatVector d =
              FloatVector.fromArray(SPECIES, y, j * COLUMNS + c)
                  .sub(FloatVector.fromArray(SPECIES, mu, i))
                  .div(FloatVector.fromArray(SPECIES, sigma, i));
          FloatVector rest = constant.sub(FloatVector.fromArray(SPECIES, logSigma, i));
          sum = sum.add(d.mul(-0.5f).fma(d, rest));
        }
        sum.intoArray(out, l * COLUMNS + c);
      }
    }
  }
}
