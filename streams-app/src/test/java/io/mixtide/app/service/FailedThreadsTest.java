package io.mixtide.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mixtide.app.TestReleases;
import io.mixtide.app.logging.LogFields;
import io.mixtide.model.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailedThreadsTest {
  private final List<Long> waits = new ArrayList<>();
  private long now = Long.MAX_VALUE - 5;
  private final FailedThreads failed = new FailedThreads(Optional::empty, () -> now, waits::add);

  @Test
  void shouldLogWhichReleaseWasInForce() {
    Release release = TestReleases.release(1);
    Logger logger = (Logger) LoggerFactory.getLogger(FailedThreads.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      new FailedThreads(() -> Optional.of(release), () -> now, waits::add)
          .handle(new IllegalStateException("a fault of the test"));
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list.getFirst().getKeyValuePairs())
        .extracting(pair -> pair.key, pair -> pair.value)
        .containsExactly(tuple(LogFields.RELEASE, release.version()));
  }

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
