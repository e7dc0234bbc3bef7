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

  // Made once: so many broadcasts in one method are more than the compiler will inline, and a
  // vector that a call returns lies on the heap.
  private static final FloatVector V_ZERO = all(0f);
  private static final FloatVector V_ONE = all(1f);
  private static final FloatVector V_MINUS_HALF = all(-0.5f);
  private static final FloatVector V_MIN_NORMAL = all(Float.MIN_NORMAL);
  private static final FloatVector V_EXP_MIN = all(EXP_MIN);
  private static final FloatVector V_EXP_MAX = all(EXP_MAX);
  private static final IntVector I_ONE_BITS = all(ONE_BITS);
  private static final IntVector I_ROUND_BITS = all(ROUND_BITS);
  private static final IntVector I_SQRT_HALF_BITS = all(SQRT_HALF_BITS);
  private static final FloatVector V_LOG2_E = all(LOG2_E);
  private static final FloatVector V_ROUND = all(ROUND);
  private static final FloatVector V_MINUS_LN2_LOW = all(-LN2_LOW);
  private static final FloatVector V_MINUS_LN2_HIGH = all(-LN2_HIGH);
  private static final FloatVector V_E0 = all(E0);
  private static final FloatVector V_E1 = all(E1);
  private static final FloatVector V_E2 = all(E2);
  private static final FloatVector V_E3 = all(E3);
  private static final FloatVector V_E4 = all(E4);
  private static final FloatVector V_E5 = all(E5);
  private static final FloatVector V_L0 = all(L0);
  private static final FloatVector V_L1 = all(L1);
  private static final FloatVector V_L2 = all(L2);
  private static final FloatVector V_L3 = all(L3);
  private static final FloatVector V_L4 = all(L4);
  private static final FloatVector V_L5 = all(L5);
  private static final FloatVector V_L6 = all(L6);
  private static final FloatVector V_L7 = all(L7);
  private static final FloatVector V_L8 = all(L8);
  private static final FloatVector V_LN2_LOW = all(LN2_LOW);
  private static final FloatVector V_LN2_HIGH = all(LN2_HIGH);

  private VectorMath() {}

  /** {@link FloatMath#exp} of every lane. */
  static FloatVector exp(FloatVector x) {
    FloatVector clamped = atMost(atLeast(x, V_EXP_MIN), V_EXP_MAX);
    FloatVector shifted = clamped.fma(V_LOG2_E, V_ROUND);
    FloatVector n = shifted.sub(V_ROUND);
    FloatVector r = n.fma(V_MINUS_LN2_LOW, n.fma(V_MINUS_LN2_HIGH, clamped));
    FloatVector p = r.fma(V_E0, V_E1);
    p = p.fma(r, V_E2);
    p = p.fma(r, V_E3);
    p = p.fma(r, V_E4);
    p = p.fma(r, V_E5);
    FloatVector value = p.fma(r.mul(r), r).add(V_ONE);
    IntVector scale =
        shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_SIZE).add(I_ONE_BITS);
    return value.mul(scale.reinterpretAsFloats());
  }

  /** {@link FloatMath#log} of every lane. */
  static FloatVector log(FloatVector x) {
    FloatVector positive = atLeast(x, V_MIN_NORMAL);
    IntVector bits = positive.reinterpretAsInts();
    IntVector exponent = bits.sub(I_SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_SIZE);
    FloatVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_SIZE))
            .reinterpretAsFloats()
            .sub(V_ONE);
    FloatVector e = exponent.add(I_ROUND_BITS).reinterpretAsFloats().sub(V_ROUND);
    FloatVector p = f.fma(V_L0, V_L1);
    p = p.fma(f, V_L2);
    p = p.fma(f, V_L3);
    p = p.fma(f, V_L4);
    p = p.fma(f, V_L5);
    p = p.fma(f, V_L6);
    p = p.fma(f, V_L7);
    p = p.fma(f, V_L8);
    FloatVector z = f.mul(f);
    FloatVector tail = p.mul(f).fma(z, e.fma(V_LN2_LOW, z.mul(V_MINUS_HALF)));
    return e.fma(V_LN2_HIGH, f.add(tail)).add(positive.mul(V_ZERO));
  }

  /**
   * The larger of each pair of lanes, and x where that is NaN; as {@code max}, in a third of the
   * instructions, where the bound is a number and the sign of a zero does not matter.
   */
  static FloatVector atLeast(FloatVector x, FloatVector bound) {
    return x.blend(bound, x.compare(VectorOperators.LT, bound));
  }

  private static FloatVector atMost(FloatVector x, FloatVector bound) {
    return x.blend(bound, x.compare(VectorOperators.GT, bound));
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(VectorKernels.SPECIES, value);
  }

  private static IntVector all(int value) {
    return IntVector.broadcast(VectorKernels.SPECIES.withLanes(int.class), value);
  }
}
