package io.mixtide.process;

import io.mixtide.app.embedded.ChildMain;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process of this JVM's kind, on the same class path, that is started, killed, paused and stopped
 * as often as asked. Safe for use by several threads.
 */
public final class ChildJvm implements AutoCloseable {
  private final Path log;
  private final List<String> command;
  private @Nullable Process process;
  private boolean wanted;
  private boolean closed;
  private int deaths;

  /**
   * @param log takes what it prints
   * @param heapMiB of its heap, at most
   * @param flags further ones of the JVM, its collector among them
   * @param main name of its main class
   */
  public ChildJvm(Path log, int heapMiB, List<String> flags, String main, List<String> arguments) {
    this.log = log;
    command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(ChildJvm::isInherited)
        .forEach(command::add);
    command.add("-Xmx%dm".formatted(heapMiB));
    command.addAll(flags);
    command.addAll(List.of(ChildMain.class.getName(), main));
    command.addAll(arguments);
  }

  /** Modules and what they may do, but no agents, sizes or ports for debuggers. */
  private static boolean isInherited(String flag) {
    return flag.startsWith("--") || flag.startsWith("-XX:AOTCache=") || flag.startsWith("-Xlog:");
  }

  /** Starts it. One that then ends without being told to is started again, and counted. */
  public synchronized void start() {
    if (closed) {
      return;
    }
    wanted = true;
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .directory(new File(System.getProperty("java.io.tmpdir")));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    try {
      Process started = builder.start();
      process = started;
      var _ = started.onExit().thenAccept(this::ended);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ended(Process former) {
    synchronized (this) {
      if (!wanted || former != process) {
        return;
      }
      deaths++;
    }
    try {
      // What ended at once may do so again.
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    synchronized (this) {
      if (wanted && former == process) {
        start();
      }
    }
  }

  /** Kills it with SIGKILL; returns when it is gone. */
  public void kill() {
    Process victim = forget();
    if (victim != null) {
      victim.destroyForcibly().onExit().join();
    }
  }

  /**
   * Tells it with SIGTERM to stop, and waits.
   *
   * @return whether it stopped in time; one that did not is killed
   */
  public boolean stop(Duration patience) throws InterruptedException {
    Process leaving = forget();
    if (leaving == null) {
      return true;
    }
    // Process.destroy() would also close its standard input, by which ChildMain knows that its
    // parent is gone, and halts.
    leaving.toHandle().destroy();
    boolean inTime = leaving.waitFor(patience);
    if (!inTime) {
      leaving.destroyForcibly().onExit().join();
    }
    return inTime;
  }

  private synchronized @Nullable Process forget() {
    wanted = false;
    return process;
  }

  /** Stops it from running with SIGSTOP; to others it is as if the machine hung. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it run on. */
  public void resume() {
    signal("CONT");
  }

  private synchronized void signal(String name) {
    if (process != null && process.isAlive()) {
      try {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
            .inheritIO()
            .start()
            .onExit()
            .join();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** How often it ended without being told to. */
  public synchronized int deaths() {
    return deaths;
  }

  /** Whether it runs. */
  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /**
   * Its number among the machine's processes.
   *
   * @throws IllegalStateException if it was never started
   */
  public synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException("the process was not started");
    }
    return process.pid();
  }

  /** Kills it for good. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    kill();
  }
}
