package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.demo.Demo;
import io.mixtide.app.demo.DemoResult;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide demo}: the main job in one JVM, on a real stream. */
@Command(
    name = "demo",
    description = {
      "Start a real Kafka broker and the service in this process, replay Beijing's air",
      "quality of 2016-17 as a stream, and show predictions and alerts as they come."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide demo                            until Ctrl-C, with a live picture",
      "  mixtide demo --for 20s --headless --json  ends by itself with one JSON object"
    })
public final class DemoCommand implements Subcommand {
  private static final Duration FOR_EVER = Duration.ofDays(365);

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "How long to feed events, such as 20s or 5m; until stopped if not given.")
  private Duration time = FOR_EVER;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2500",
      description = "Events a second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where the service answers HTTP; 0, the default, is any free port.")
  private int httpPort;

  @Option(names = "--headless", description = "Show nothing while it runs.")
  private boolean headless;

  @Option(names = "--json", description = "Print the figures as one JSON object at the end.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** Public for picocli. */
  public DemoCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (!(rate > 0)) {
      throw new UserErrorException("--rate is " + rate + ": give a number of events above 0");
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread onInterrupt = Thread.ofPlatform().unstarted(() -> stopAndWait(stop, ended));
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      DemoResult result = run(out, err, stop);
      print(out, result);
      return result.isComplete() ? 0 : 1;
    } finally {
      ended.countDown();
    }
  }

  private DemoResult run(PrintWriter out, PrintWriter err, CountDownLatch stop)
      throws InterruptedException {
    if (!headless) {
      err.println("starting a broker and the service...");
    }
    try (Demo demo = new Demo(rate, httpPort)) {
      if (!headless) {
        out.printf("the service answers on http://localhost:%d%n", demo.httpPort());
      }
      DemoScreen screen = new DemoScreen(out, isTerminal());
      return demo.run(time, stop, headless ? figures -> {} : screen::show);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // it still is null where input or output is no terminal
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private void print(PrintWriter out, DemoResult result) {
    if (json) {
      out.println(Json.text(result));
    } else {
      new DemoScreen(out, false).show(result);
    }
  }

  /** Ctrl-C ends the feeding; the JVM then waits for what is under way. */
  private static void stopAndWait(CountDownLatch stop, CountDownLatch ended) {
    stop.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
