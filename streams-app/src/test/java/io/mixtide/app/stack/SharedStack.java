package io.mixtide.app.stack;

import java.time.Duration;

/** Starts the stack of this JVM when it is first asked for, and stops it when the JVM ends. */
final class SharedStack {
  private static final Duration PATIENCE_WITH_DOCKER = Duration.ofSeconds(5);

  static final Stack STARTED = start();

  private SharedStack() {}

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
