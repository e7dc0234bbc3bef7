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
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatMath} on whole vectors: the same operations in the same order, so the same bits.
 *
 * <p>Each goes from an array to an array. A vector that is an argument or a result lies on the heap
 * wherever the compiler does not inline the call, and in a long caller it does not.
 */
final class VectorMath {
  private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
  private static final int LANES = SPECIES.length();

  /** At i, the lanes from i on. */
  private static final VectorMask<Float>[] LANES_FROM = lanesFrom();

  // Made once: so many broadcasts in one method are more than the compiler will inline.
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

  /**
   * {@link FloatMath#exp} of {@code in − minus}, or 0 where that is below {@code floor}.
   *
   * @param in whole vectors from {@code at} until {@code at + length}; may be out
   * @param out receives them from {@code to}
   * @param skip how many of the first lanes of each are not written
   */
  static void exp(
      float[] in, int at, float minus, float floor, float[] out, int to, int length, int skip) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, in, at + i).sub(minus);
      // As max and min, in a third of the instructions, for the bounds are numbers; NaN stays.
      x = x.blend(V_EXP_MIN, x.compare(VectorOperators.LT, V_EXP_MIN));
      x = x.blend(V_EXP_MAX, x.compare(VectorOperators.GT, V_EXP_MAX));
      FloatVector shifted = x.fma(V_LOG2_E, V_ROUND);
      FloatVector n = shifted.sub(V_ROUND);
      FloatVector r = n.fma(V_MINUS_LN2_LOW, n.fma(V_MINUS_LN2_HIGH, x));
      FloatVector p = r.fma(V_E0, V_E1);
      p = p.fma(r, V_E2);
      p = p.fma(r, V_E3);
      p = p.fma(r, V_E4);
      p = p.fma(r, V_E5);
      FloatVector value = p.fma(r.mul(r), r).add(V_ONE);
      IntVector scale =
          shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_SIZE).add(I_ONE_BITS);
      value = value.mul(scale.reinterpretAsFloats());
      value = value.blend(V_ZERO, value.compare(VectorOperators.LT, floor));
      if (skip == 0) {
        value.intoArray(out, to + i);
      } else {
        value.intoArray(out, to + i, LANES_FROM[skip]);
      }
    }
  }

  /** {@link FloatMath#log}; arrays and lanes as in {@link #exp}. */
  static void log(float[] in, int at, float[] out, int to, int length, int skip) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, in, at + i);
      FloatVector positive = x.blend(V_MIN_NORMAL, x.compare(VectorOperators.LT, V_MIN_NORMAL));
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
      FloatVector value = e.fma(V_LN2_HIGH, f.add(tail)).add(positive.mul(V_ZERO));
      if (skip == 0) {
        value.intoArray(out, to + i);
      } else {
        value.intoArray(out, to + i, LANES_FROM[skip]);
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private static VectorMask<Float>[] lanesFrom() {
    VectorMask<Float>[] masks = new VectorMask[SPECIES.length()];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = SPECIES.indexInRange(0, i).not();
    }
    return masks;
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  private static IntVector all(int value) {
    return IntVector.broadcast(SPECIES.withLanes(int.class), value);
  }
}
