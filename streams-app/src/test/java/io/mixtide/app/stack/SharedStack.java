package io.mixtide.app.stack;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts the stack of this JVM when it is first asked for, and stops it when the JVM ends. A start
 * that failed is not tried again.
 */
final class SharedStack {
  private static final Duration PATIENCE_WITH_DOCKER = Duration.ofSeconds(5);
  private static final FutureTask<Stack> START = new FutureTask<>(SharedStack::start);

  private SharedStack() {}

  static Stack get() {
    START.run();
    try {
      return START.get();
    } catch (ExecutionException e) {
      Throwable fault = Objects.requireNonNull(e.getCause());
      throw new IllegalStateException(fault.getMessage(), fault);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the stack starts", e);
    }
  }

  private static Stack start() {
    StackChoice choice =
        StackChoice.of(
            System.getProperty(StackChoice.PROPERTY, System.getenv(StackChoice.VARIABLE)),
            () -> DockerEngine.answers(PATIENCE_WITH_DOCKER));
    System.out.println(choice.announcement());
    Stack stack =
        switch (choice.kind()) {
          case DOCKER -> new DockerStack();
          case EMBEDDED -> new EmbeddedStack();
        };
    Runtime.getRuntime().addShutdownHook(new Thread(stack::stop, "stops-the-stack"));
    stack.start();
    return stack;
  }
}
