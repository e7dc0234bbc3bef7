package io.mixtide.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class FailedThreadsTest {
  private final List<Long> waits = new ArrayList<>();
  private long now = Long.MAX_VALUE - 5;
  private final FailedThreads failed = new FailedThreads(() -> now, waits::add);

  @Test
  void shouldReplaceAThreadAtOnceWhereItIsTheFirst() {
    assertThat(failed.handle(new IllegalStateException("a fault of the test")))
        .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    assertThat(waits).containsExactly(0L);
  }

  @Test
  void shouldWaitEverLongerWhereTheCauseStays() {
    for (int i = 0; i < 9; i++) {
      failed.handle(new IllegalStateException("a fault of the test"));
      now += TimeUnit.SECONDS.toNanos(10);
    }
    assertThat(waits).containsExactly(0L, 250L, 500L, 1000L, 2000L, 4000L, 8000L, 8000L, 8000L);
  }

  @Test
  void shouldForgetWhatIsLongPast() {
    failed.handle(new IllegalStateException("a fault of the test"));
    failed.handle(new IllegalStateException("a fault of the test"));
    now += TimeUnit.MINUTES.toNanos(2);
    failed.handle(new IllegalStateException("a fault of the test"));
    assertThat(waits).containsExactly(0L, 250L, 0L);
  }

  @Test
  void shouldStopWhereATopicIsGone() {
    assertThat(failed.handle(new MissingSourceTopicException("gone in the test")))
        .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    assertThat(waits).isEmpty();
  }
}
