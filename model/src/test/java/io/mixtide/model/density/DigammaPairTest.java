package io.mixtide.model.density;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.numbers.gamma.Digamma;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigammaPairTest {

  @Property(tries = 2000, seed = "3")
  void shouldGiveTheBitsOfCommonsNumbers(@ForAll @DoubleRange(min = -14, max = 9) double log) {
    shouldGiveTheBitsOfCommonsNumbersAt(Math.exp(log));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Float.MIN_VALUE, 1e-5, 1.0000001e-5, 0.5, 1, 47.5, 48, 48.5, 49, 1e30})
  void shouldGiveTheBitsOfCommonsNumbersAt(double x) {
    DigammaPair pair = new DigammaPair();

    pair.evaluate(x);

    assertThat(pair.atX()).isEqualTo(Digamma.value(x));
    assertThat(pair.atNext()).isEqualTo(Digamma.value(x + 1));
  }
}
