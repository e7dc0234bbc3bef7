package io.mixtide.app.stack;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.embedded.ChildMain;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApicurioRegistryTest {

  @Test
  void shouldBeGoneOnceItIsStopped() {
    ApicurioRegistry registry = new ApicurioRegistry();
    registry.launch();

    registry.stop();

    assertThat(registry.process().isAlive()).isFalse();
  }

  @Test
  void shouldEndWithAParentThatIsKilled() throws Exception {
    Process parent = java("-cp", System.getProperty("java.class.path"), Parent.class.getName());
    long child = Long.parseLong(parent.inputReader().readLine());
    ProcessHandle handle = ProcessHandle.of(child).orElseThrow();
    assertThat(handle.isAlive()).isTrue();

    parent.destroyForcibly();

    await().until(() -> !handle.isAlive());
  }

  /** Starts a program that runs for ever, as the registry is started, and does so too. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      Process child =
          java(
              "-cp",
              System.getProperty("java.class.path"),
              ChildMain.class.getName(),
              ForEver.class.getName());
      System.out.println(child.pid());
      ForEver.main(arguments);
    }
  }

  /** Does nothing, for ever. */
  public static final class ForEver {
    private ForEver() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
      Thread.currentThread().join();
    }
  }

  private static Process java(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
