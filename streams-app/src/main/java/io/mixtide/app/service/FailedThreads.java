package io.mixtide.app.service;

import static io.mixtide.app.logging.LogFields.RELEASE;

import io.mixtide.model.release.Release;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that failed: its successor goes on from the last commit, so nothing is
 * lost. Where the cause stays, such as a full disk or a registry that is away, each failure soon
 * after another waits twice as long, lest the instance do nothing but fail; others take its tasks
 * over meanwhile, if they fare better.
 */
final class FailedThreads implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FailedThreads.class);
  private static final long FIRST_WAIT_MS = 250;
  private static final long LONGEST_WAIT_MS = 8_000;
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final Supplier<Optional<Release>> inForce;
  private final LongSupplier nanoTime;
  private final LongConsumer sleepMs;
  private boolean failedBefore;
  private long lastFailure;
  private long waitMs;

  /**
   * Of this machine's time.
   *
   * @param inForce the release in force, if there is one
   */
  FailedThreads(Supplier<Optional<Release>> inForce) {
    this(inForce, System::nanoTime, FailedThreads::sleep);
  }

  /**
   * @param inForce the release in force, if there is one
   * @param nanoTime as {@link System#nanoTime()}
   * @param sleepMs waits so many milliseconds, 0 or more
   */
  FailedThreads(Supplier<Optional<Release>> inForce, LongSupplier nanoTime, LongConsumer sleepMs) {
    this.inForce = inForce;
    this.nanoTime = nanoTime;
    this.sleepMs = sleepMs;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable fault) {
    LOG.atError()
        .addKeyValue(RELEASE, inForce.get().map(Release::version).orElse("none"))
        .setCause(fault)
        .log("A stream thread failed: {}", fault.getMessage());
    if (fault instanceof MissingSourceTopicException) {
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    sleepMs.accept(nextWaitMs());
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private synchronized long nextWaitMs() {
    long now = nanoTime.getAsLong();
    boolean again = failedBefore && now - lastFailure < QUIET_NANOS;
    waitMs = again ? Math.clamp(2 * waitMs, FIRST_WAIT_MS, LONGEST_WAIT_MS) : 0;
    failedBefore = true;
    lastFailure = now;
    return waitMs;
  }

  private static void sleep(long milliseconds) {
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
