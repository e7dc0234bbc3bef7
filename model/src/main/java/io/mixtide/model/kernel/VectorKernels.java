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
  public void affineTransposed(int m, int k, int n, float[] a, float[] b, float[] bias, float[] c) {
    VectorProduct.run(m, k, n, a, 1, m, b, bias, 0, c);
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
    if (length < LANES) {
      for (int i = 0; i < length; i++) {
        out[outOffset + i] = FloatMath.exp(in[inOffset + i]);
      }
      return;
    }
    // The last vector overlaps the one before, and is read before that is written: in may be out.
    int last = length - LANES;
    FloatVector end = VectorMath.exp(FloatVector.fromArray(SPECIES, in, inOffset + last));
    for (int i = 0; i < last; i += LANES) {
      VectorMath.exp(FloatVector.fromArray(SPECIES, in, inOffset + i))
          .intoArray(out, outOffset + i);
    }
    end.intoArray(out, outOffset + last);
  }

  @Override
  public void log(float[] in, int inOffset, float[] out, int outOffset, int length) {
    if (length < LANES) {
      for (int i = 0; i < length; i++) {
        out[outOffset + i] = FloatMath.log(in[inOffset + i]);
      }
      return;
    }
    // The last vector overlaps the one before, and is read before that is written: in may be out.
    int last = length - LANES;
    FloatVector end = VectorMath.log(FloatVector.fromArray(SPECIES, in, inOffset + last));
    for (int i = 0; i < last; i += LANES) {
      VectorMath.log(FloatVector.fromArray(SPECIES, in, inOffset + i))
          .intoArray(out, outOffset + i);
    }
    end.intoArray(out, outOffset + last);
  }

  @Override
  public void softplus(float[] in, int inOffset, float[] out, int outOffset, int length) {
    if (length < LANES) {
      for (int i = 0; i < length; i++) {
        out[outOffset + i] = FloatMath.softplus(in[inOffset + i]);
      }
      return;
    }
    // In two passes, for both functions in one loop are more than the compiler will inline.
    int last = length - LANES;
    for (int i = 0; i < last; i += LANES) {
      exponential(in, inOffset + i).intoArray(out, outOffset + i);
    }
    exponential(in, inOffset + last).intoArray(out, outOffset + last);
    FloatVector end = softplus(in, inOffset + last, out, outOffset + last);
    for (int i = 0; i < last; i += LANES) {
      softplus(in, inOffset + i, out, outOffset + i).intoArray(out, outOffset + i);
    }
    end.intoArray(out, outOffset + last);
  }

  private static FloatVector exponential(float[] in, int at) {
    return VectorMath.exp(FloatVector.fromArray(SPECIES, in, at).abs().neg()).add(1f);
  }

  private static FloatVector softplus(float[] in, int at, float[] exponential, int from) {
    return FloatVector.fromArray(SPECIES, in, at)
        .max(0f)
        .add(VectorMath.log(FloatVector.fromArray(SPECIES, exponential, from)));
  }

  @Override
  public void divide(
      float[] in, int inOffset, float divisor, float[] out, int outOffset, int length) {
    if (length < LANES) {
      for (int i = 0; i < length; i++) {
        out[outOffset + i] = in[inOffset + i] / divisor;
      }
      return;
    }
    int last = length - LANES;
    FloatVector end = FloatVector.fromArray(SPECIES, in, inOffset + last).div(divisor);
    for (int i = 0; i < last; i += LANES) {
      FloatVector.fromArray(SPECIES, in, inOffset + i).div(divisor).intoArray(out, outOffset + i);
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
  public void softmaxColumns(int rows, int columns, float[] v, int offset, float[] logSums) {
    int whole = columns - columns % LANES;
    for (int j = 0; j < whole; j += LANES) {
      int end = offset + rows * columns + j;
      FloatVector max = FloatVector.fromArray(SPECIES, v, offset + j);
      for (int i = offset + j + columns; i < end; i += columns) {
        max = VectorMath.atLeast(max, FloatVector.fromArray(SPECIES, v, i));
      }
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = offset + j; i < end; i += columns) {
        FloatVector share = share(FloatVector.fromArray(SPECIES, v, i).sub(max));
        share.intoArray(v, i);
        sum = sum.add(share);
      }
      for (int i = offset + j; i < end; i += columns) {
        FloatVector.fromArray(SPECIES, v, i).div(sum).intoArray(v, i);
      }
      max.add(VectorMath.log(sum)).intoArray(logSums, j);
    }
    ScalarKernels.softmaxColumns(whole, rows, columns, v, offset, logSums);
  }

  @Override
  public void relativeExp(
      float[] in, int inOffset, float max, float[] out, int outOffset, int length) {
    if (length < LANES) {
      for (int i = 0; i < length; i++) {
        out[outOffset + i] = Softmax.orNothing(FloatMath.exp(in[inOffset + i] - max));
      }
      return;
    }
    int last = length - LANES;
    FloatVector end = share(FloatVector.fromArray(SPECIES, in, inOffset + last).sub(max));
    for (int i = 0; i < last; i += LANES) {
      share(FloatVector.fromArray(SPECIES, in, inOffset + i).sub(max))
          .intoArray(out, outOffset + i);
    }
    end.intoArray(out, outOffset + last);
  }

  private static FloatVector share(FloatVector relative) {
    FloatVector share = VectorMath.exp(relative);
    return share.blend(0f, share.lt(Softmax.NEGLIGIBLE));
  }

  @Override
  public void divideColumns(int rows, int columns, float[] v, float[] divisors) {
    int whole = columns - columns % LANES;
    for (int j = 0; j < whole; j += LANES) {
      FloatVector divisor = FloatVector.fromArray(SPECIES, divisors, j);
      for (int i = j; i < rows * columns; i += columns) {
        FloatVector.fromArray(SPECIES, v, i).div(divisor).intoArray(v, i);
      }
    }
    for (int j = whole; j < columns; j++) {
      for (int i = j; i < rows * columns; i += columns) {
        v[i] /= divisors[j];
      }
    }
  }

  @Override
  public void addScaledColumns(int rows, int columns, float[] v, float[] factors, float[] sum) {
    int whole = columns - columns % LANES;
    for (int j = 0; j < whole; j += LANES) {
      FloatVector factor = FloatVector.fromArray(SPECIES, factors, j);
      for (int i = j; i < rows * columns; i += columns) {
        FloatVector.fromArray(SPECIES, sum, i)
            .add(factor.mul(FloatVector.fromArray(SPECIES, v, i)))
            .intoArray(sum, i);
      }
    }
    for (int j = whole; j < columns; j++) {
      for (int i = j; i < rows * columns; i += columns) {
        sum[i] += factors[j] * v[i];
      }
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
    FloatVector constant = FloatVector.broadcast(SPECIES, -HALF_LOG_TWO_PI);
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      FloatVector d =
          FloatVector.fromArray(SPECIES, y, yOffset + i)
              .sub(FloatVector.fromArray(SPECIES, mu, offset + i))
              .div(FloatVector.fromArray(SPECIES, sigma, offset + i));
      FloatVector rest = constant.sub(FloatVector.fromArray(SPECIES, logSigma, offset + i));
      FloatVector.fromArray(SPECIES, sum, sumOffset + i)
          .add(d.mul(-0.5f).fma(d, rest))
          .intoArray(sum, sumOffset + i);
    }
    ScalarKernels.addLogNormal(i, length, y, yOffset, mu, sigma, logSigma, offset, sum, sumOffset);
  }
}
