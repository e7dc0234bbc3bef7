package io.mixtide.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongestGapsTest {
  private final LongestGaps gaps = new LongestGaps();

  @Test
  void shouldCountAGapInEverySecondThatItTouches() {
    output(100);
    output(900);
    output(1200);
    output(3100);
    output(3400);
    assertThat(gaps.longest(0, 1)).isEqualTo(800);
    assertThat(gaps.longest(1, 2)).isEqualTo(1900);
    assertThat(gaps.longest(2, 3)).isEqualTo(1900);
    assertThat(gaps.longest(3, 4)).isEqualTo(1900);
    assertThat(gaps.longest(-3, 9)).isEqualTo(1900);
  }

  @Test
  void shouldKnowNoGapWhereNoOutputCame() {
    output(100);
    assertThat(gaps.longest(1, 5)).isZero();
  }

  private void output(long nowMs) {
    gaps.output(nowMs * 1_000_000);
  }
}
