package io.mixtide.process;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {
  @TempDir private Path directory;
  private Path log;

  /** Says when it runs and when it was told to stop. */
  public static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws InterruptedException {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stops")));
      System.out.println("runs");
      new CountDownLatch(1).await();
    }
  }

  @BeforeEach
  void createLog() throws Exception {
    log = Files.createFile(directory.resolve("log"));
  }

  @Test
  void shouldLetAProgramStopGracefully() throws Exception {
    try (ChildJvm child = start()) {
      assertThat(child.stop(Patience.TIME)).isTrue();
      assertThat(log).content().contains("stops");
      assertThat(child.isAlive()).isFalse();
      assertThat(child.deaths()).isZero();
    }
  }

  @Test
  void shouldKillAProgramWithoutWarning() {
    try (ChildJvm child = start()) {
      child.kill();
      assertThat(log).content().doesNotContain("stops");
      assertThat(child.isAlive()).isFalse();
      assertThat(child.deaths()).isZero();
    }
  }

  private ChildJvm start() {
    ChildJvm child = new ChildJvm(log, 64, List.of(), Program.class.getName(), List.of());
    child.start();
    await().untilAsserted(() -> assertThat(log).content().contains("runs"));
    return child;
  }
}
