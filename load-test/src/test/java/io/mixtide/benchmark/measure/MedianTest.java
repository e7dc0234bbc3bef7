package io.mixtide.benchmark.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {

  @Test
  void shouldBeTheMiddleOrTheMeanOfTheTwoThere() {
    double[] values = {9, 1, 4};
    assertThat(Median.of(values)).isEqualTo(4);
    assertThat(values).containsExactly(9, 1, 4);
    assertThat(Median.of(1, 8, 2, 6)).isEqualTo(4);
    assertThat(Median.of(List.of("a", "abc", "ab"), String::length)).isEqualTo(2);
    assertThatIllegalArgumentException().isThrownBy(Median::of);
  }
}
