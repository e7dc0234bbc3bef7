package io.mixtide.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class FloatMathTest {
  private static final double ACCURACY = 3e-7;

  @Property
  void shouldExponentiate(@ForAll @FloatRange(min = -87f, max = 88f) float x) {
    assertThat(FloatMath.exp(x) / Math.exp(x)).isCloseTo(1, within(ACCURACY));
  }

  @Property
  void shouldTakeLogarithms(@ForAll @FloatRange(min = -86f, max = 86f) float power) {
    float x = (float) Math.exp(power);
    double exact = Math.log(x);
    assertThat((double) FloatMath.log(x))
        .isCloseTo(exact, within(ACCURACY * Math.max(Math.abs(exact), Math.abs(x - 1.0))));
  }

  @Property
  void shouldTakeLogarithmsNearOne(@ForAll @FloatRange(min = 0.5f, max = 2f) float x) {
    double exact = Math.log(x);
    assertThat((double) FloatMath.log(x))
        .isCloseTo(exact, within(ACCURACY * Math.abs(exact) + 1e-12));
  }

  @Test
  void shouldClampAndKeepNaN() {
    assertThat(FloatMath.exp(Float.NEGATIVE_INFINITY)).isPositive().isLessThan(1.2e-38f);
    assertThat(FloatMath.exp(Float.POSITIVE_INFINITY)).isFinite().isGreaterThan(1.6e38f);
    assertThat(FloatMath.exp(Float.NaN)).isNaN();
    assertThat(FloatMath.log(0f)).isCloseTo(-87.336f, within(1e-3f));
    assertThat(FloatMath.log(Float.NaN)).isNaN();
    assertThat(FloatMath.softplus(100f)).isEqualTo(100f);
    assertThat(FloatMath.sigmoid(-200f)).isBetween(0f, 1e-30f);
  }
}
