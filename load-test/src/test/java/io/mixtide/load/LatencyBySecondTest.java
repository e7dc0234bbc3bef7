package io.mixtide.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatencyBySecondTest {
  private static final Offset<Double> PRECISION = within(0.05);

  private final LatencyBySecond latency = new LatencyBySecond();

  @Test
  void shouldCountAnEventInTheSecondInWhichItWasDue() {
    record(0, 5);
    record(999, 7);
    record(1000, 20);
    assertThat(latency.p99(0, 1)).isCloseTo(7, PRECISION);
    assertThat(latency.p99(1, 2)).isCloseTo(20, PRECISION);
  }

  @Test
  void shouldTakeThePercentileOverAllEventsOfTheSeconds() {
    for (int event = 0; event < 100; event++) {
      record(event, 1);
      record(1000 + event, event == 0 ? 50 : 2);
      record(2000 + event, event < 2 ? 30 : 3);
    }
    assertThat(latency.p99(0, 2)).isCloseTo(2, PRECISION);
    assertThat(latency.p99(2, 3)).isCloseTo(30, PRECISION);
    assertThat(latency.worstP99(0, 2)).isCloseTo(2, PRECISION);
    assertThat(latency.worstP99(0, 3)).isCloseTo(30, PRECISION);
  }

  @Test
  void shouldTakeSecondsWithoutEventsAsEmpty() {
    record(2500, 9);
    assertThat(latency.p99(0, 2)).isZero();
    assertThat(latency.p99(-5, 100)).isCloseTo(9, PRECISION);
    assertThat(latency.worstP99(-5, 100)).isCloseTo(9, PRECISION);
  }

  private void record(long dueMs, long latencyMs) {
    latency.record(dueMs * 1_000_000, latencyMs * 1_000_000);
  }
}
