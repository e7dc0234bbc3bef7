package io.mixtide.app.stack;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/** Asks for a Docker engine, and does not wait for one that keeps silent. */
final class DockerEngine {
  private DockerEngine() {}

  /** Whether Testcontainers finds an engine within the time given. */
  static boolean answers(Duration patience) {
    // It logs an error for every place where there is no engine, which is no error here.
    ((Logger) LoggerFactory.getLogger("org.testcontainers.dockerclient")).setLevel(Level.OFF);
    return within(patience, () -> DockerClientFactory.instance().isDockerAvailable());
  }

  /** What the question says; false if it fails or says nothing in time. */
  static boolean within(Duration patience, BooleanSupplier question) {
    FutureTask<Boolean> answer = new FutureTask<>(question::getAsBoolean);
    Thread.ofPlatform().daemon().name("asks-for-docker").start(answer);
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
