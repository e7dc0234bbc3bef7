package io.mixtide.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleMathTest {
  /** What is promised, and the unit in the last place by which StrictMath may be off itself. */
  private static final double ACCURACY = 5e-16 + 2.3e-16;

  @Property(tries = 10_000, seed = "1")
  void shouldTakeLogarithms(
      @ForAll @LongRange(min = 0x0010000000000000L, max = 0x7FEFFFFFFFFFFFFFL) long bits) {
    shouldTakeTheLogarithmOf(Double.longBitsToDouble(bits));
  }

  @Property(tries = 10_000, seed = "2")
  void shouldTakeLogarithmsNearOne(@ForAll @DoubleRange(min = 0.5, max = 2) double x) {
    shouldTakeTheLogarithmOf(x);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        -1,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        1,
        0x1.fffffffffffffp-1,
        0x1.0000000000001p0
      })
  void shouldTakeTheLogarithmOf(double x) {
    assertAccurate(DoubleMath.log(x), StrictMath.log(x));
  }

  @Property(tries = 10_000, seed = "5")
  void shouldTakeLogarithmsOfOneMore(
      @ForAll @LongRange(min = 0x0010000000000000L, max = 0x7FEFFFFFFFFFFFFFL) long bits,
      @ForAll @DoubleRange(min = -1, max = 1) double x) {
    shouldTakeTheLogarithmOfOneMoreThan(Double.longBitsToDouble(bits));
    shouldTakeTheLogarithmOfOneMoreThan(x);
    shouldTakeTheLogarithmOfOneMoreThan(x * 1e-5);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        -1,
        -1.5,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        -0x1.fffffffffffffp-1,
        0x1.0p53
      })
  void shouldTakeTheLogarithmOfOneMoreThan(double x) {
    assertAccurate(DoubleMath.log1p(x), StrictMath.log1p(x));
  }

  @Property(tries = 10_000, seed = "3")
  void shouldExponentiate(@ForAll @DoubleRange(min = -720, max = 720) double x) {
    shouldGiveThePowerLessOneOf(x);
  }

  @Property(tries = 10_000, seed = "4")
  void shouldExponentiateWhatIsSmall(
      @ForAll @DoubleRange(min = -1, max = 1) double x,
      @ForAll @DoubleRange(min = 0, max = 1) double factor) {
    shouldGiveThePowerLessOneOf(x * factor);
    shouldGiveThePowerLessOneOf(x * 1e-5 * factor);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1e-300,
        0x1.fffffffffffffp-1,
        699.9999999999999,
        700,
        -699.9999999999999,
        -700
      })
  void shouldGiveThePowerLessOneOf(double x) {
    assertAccurate(DoubleMath.expm1(x), StrictMath.expm1(x));
  }

  private static void assertAccurate(double actual, double expected) {
    if (Double.isFinite(expected)) {
      assertThat(actual).isCloseTo(expected, within(ACCURACY * Math.abs(expected)));
    } else {
      assertThat(actual).isEqualTo((Double) expected);
    }
  }
}
