package io.mixtide.app.cli;

import java.util.concurrent.CountDownLatch;

/** Keeps a command running until its process is told to stop. */
final class UntilStopped {
  private UntilStopped() {}

  /**
   * Waits for the signal to stop, and then until it has.
   *
   * @param stop stops what runs gracefully
   */
  static void await(Runnable stop) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("mixtide-stop")
                .unstarted(() -> {
                  stop.run();
                  stopped.countDown();
                }));
    stopped.await();
  }
}
