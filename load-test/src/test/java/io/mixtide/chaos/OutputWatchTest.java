package io.mixtide.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.demo.Schedule;
import org.junit.jupiter.api.Test;

class OutputWatchTest {
  private static final long MS = 1_000_000;

  /** An event each millisecond, for ten seconds. */
  private final OutputWatch watch = new OutputWatch(new Schedule(0, 1000, 0), 10_000, 2);

  @Test
  void shouldKnowTheLongestGapOfAnyPartitionThatTouchesAPeriod() {
    watch.received(0, 0, 10 * MS);
    watch.received(1, 1, 20 * MS);
    watch.received(0, 2, 510 * MS);
    watch.received(1, 3, 2020 * MS);
    watch.received(0, 4, 2030 * MS);
    assertThat(watch.longestGapMs(0, 400 * MS)).isEqualTo(2000);
    watch.received(1, 3, 3000 * MS);
    watch.received(0, 3, 3001 * MS);
    assertThat(watch.longestGapMs(2500 * MS, 3000 * MS)).isEqualTo(980);
  }

  @Test
  void shouldCountAPartitionThatStaysSilentUntilTheLoadEnds() {
    watch.received(0, 0, 4_900 * MS);
    watch.received(0, 0, 9_000 * MS);
    watch.received(1, 0, 4_000 * MS);
    assertThat(watch.longestGapMs(5_000 * MS, Long.MAX_VALUE)).isEqualTo(6000);
  }

  @Test
  void shouldSayWhenEveryPartitionHasAnswersToWhatWasDueAfterAFault() {
    Recovery recovery = watch.expect(1000 * MS);
    watch.received(0, 999, 1100 * MS);
    watch.received(1, 1001, 1200 * MS);
    watch.received(1, 1700, 1800 * MS);
    assertThat(recovery.ms()).isEmpty();
    watch.received(0, 1000, 1900 * MS);
    watch.received(0, 2000, 2500 * MS);
    assertThat(recovery.ms()).hasValue(900);
  }
}
