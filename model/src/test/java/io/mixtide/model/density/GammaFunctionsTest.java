package io.mixtide.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GammaFunctionsTest {

  @Property(tries = 2000, seed = "3")
  void shouldGiveWhatCommonsNumbersGives(@ForAll @DoubleRange(min = -11, max = 9) double log) {
    shouldGiveWhatCommonsNumbersGivesAt(Math.exp(log));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Float.MIN_VALUE, 2e-5, 0.5, 1, 1.4616321, 2, 8.999999, 9, 9.5, 10, 1e30})
  void shouldGiveWhatCommonsNumbersGivesAt(double x) {
    GammaFunctions gamma = new GammaFunctions();

    gamma.evaluate(x, Math.log(x));

    assertThat(gamma.logGamma()).isCloseTo(LogGamma.value(x), near(LogGamma.value(x)));
    assertThat(gamma.digamma()).isCloseTo(Digamma.value(x), near(Digamma.value(x)));
    assertThat(gamma.digammaOfNext()).isCloseTo(Digamma.value(x + 1), near(Digamma.value(x + 1)));
  }

  private static Offset<Double> near(double value) {
    return within(1e-13 * Math.max(1, Math.abs(value)));
  }
}
