package io.mixtide.model.kernel;

import static io.mixtide.model.kernel.FloatMath.E0;
import static io.mixtide.model.kernel.FloatMath.E1;
import static io.mixtide.model.kernel.FloatMath.E2;
import static io.mixtide.model.kernel.FloatMath.E3;
import static io.mixtide.model.kernel.FloatMath.E4;
import static io.mixtide.model.kernel.FloatMath.E5;
import static io.mixtide.model.kernel.FloatMath.EXP_MAX;
import static io.mixtide.model.kernel.FloatMath.EXP_MIN;
import static io.mixtide.model.kernel.FloatMath.L0;
import static io.mixtide.model.kernel.FloatMath.L1;
import static io.mixtide.model.kernel.FloatMath.L2;
import static io.mixtide.model.kernel.FloatMath.L3;
import static io.mixtide.model.kernel.FloatMath.L4;
import static io.mixtide.model.kernel.FloatMath.L5;
import static io.mixtide.model.kernel.FloatMath.L6;
import static io.mixtide.model.kernel.FloatMath.L7;
import static io.mixtide.model.kernel.FloatMath.L8;
import static io.mixtide.model.kernel.FloatMath.LN2_HIGH;
import static io.mixtide.model.kernel.FloatMath.LN2_LOW;
import static io.mixtide.model.kernel.FloatMath.LOG2_E;
import static io.mixtide.model.kernel.FloatMath.MANTISSA_SIZE;
import static io.mixtide.model.kernel.FloatMath.ONE_BITS;
import static io.mixtide.model.kernel.FloatMath.ROUND;
import static io.mixtide.model.kernel.FloatMath.ROUND_BITS;
import static io.mixtide.model.kernel.FloatMath.SQRT_HALF_BITS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link FloatMath} on whole vectors: the same operations in the same order, so the same bits. */
final class VectorMath {

  private VectorMath() {}

  /** {@link FloatMath#exp} of every lane. */
  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(EXP_MIN).min(EXP_MAX);
    FloatVector shifted = clamped.fma(all(LOG2_E), all(ROUND));
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), clamped));
    FloatVector p = r.fma(all(E0), all(E1));
    p = p.fma(r, all(E2));
    p = p.fma(r, all(E3));
    p = p.fma(r, all(E4));
    p = p.fma(r, all(E5));
    FloatVector value = p.fma(r.mul(r), r).add(1f);
    IntVector scale =
        shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_SIZE).add(ONE_BITS);
    return value.mul(scale.reinterpretAsFloats());
  }

  /** {@link FloatMath#softplus} of every lane. */
  static FloatVector softplus(FloatVector x) {
    return x.max(0f).add(log(exp(x.abs().neg()).add(1f)));
  }

  /** {@link FloatMath#log} of every lane. */
  static FloatVector log(FloatVector x) {
    FloatVector positive = x.max(Float.MIN_NORMAL);
    IntVector bits = positive.reinterpretAsInts();
    IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_SIZE);
    FloatVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_SIZE))
            .reinterpretAsFloats()
            .sub(1f);
    FloatVector e = exponent.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
    FloatVector p = f.fma(all(L0), all(L1));
    p = p.fma(f, all(L2));
    p = p.fma(f, all(L3));
    p = p.fma(f, all(L4));
    p = p.fma(f, all(L5));
    p = p.fma(f, all(L6));
    p = p.fma(f, all(L7));
    p = p.fma(f, all(L8));
    FloatVector z = f.mul(f);
    FloatVector tail = p.mul(f).fma(z, e.fma(all(LN2_LOW), z.mul(-0.5f)));
    return e.fma(all(LN2_HIGH), f.add(tail)).add(positive.mul(0f));
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(VectorKernels.SPECIES, value);
  }
}
