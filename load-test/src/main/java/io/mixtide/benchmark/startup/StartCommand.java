package io.mixtide.benchmark.startup;

import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.benchmark.measure.Machine;
import io.mixtide.benchmark.startup.StartResult.Start;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark start}: how long a start of the service takes. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = {
      "Start the service as a process beside a broker, with classes and profiles cached as the",
      "launcher does and without, in turns, and time it until it is ready and has answered once.",
      "Its state is there, as after a graceful stop."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide benchmark start",
      "  mixtide benchmark start --rounds 3 --json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class StartCommand implements Callable<Integer> {
  private static final String CACHE_FLAG = "-XX:AOTCache=";
  private static final double MEGA = 1e6;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Starts of each kind, after one that is not counted. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Public for picocli. */
  public StartCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds must be at least 1");
    }
    Optional<Path> cache = cache();
    if (cache.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("this process has no cache of classes: start it by ./mixtide to compare");
    }
    List<Start> with = new ArrayList<>();
    List<Start> without = new ArrayList<>();
    try (StartRun run = new StartRun();
        WorkDisplay display = WorkDisplays.of(spec, json).start("starting", " rounds", rounds)) {
      run.start(List.of());
      for (int round = 0; round < rounds; round++) {
        with.add(run.start(List.of()));
        without.add(run.start(List.of("-XX:AOTMode=off")));
        display.step(
            "ready after %.2f s, without the cache %.2f s"
                .formatted(with.getLast().readySeconds(), without.getLast().readySeconds()));
      }
    }
    Start withCache = Start.median(with);
    Start withoutCache = Start.median(without);
    StartResult result =
        new StartResult(
            withCache,
            withoutCache,
            withCache.readySeconds() / withoutCache.readySeconds(),
            rounds,
            libraries(),
            cache.map(file -> bytes(file) / MEGA).orElse(0.0),
            bytes(Path.of(System.getProperty("java.home"))) / MEGA,
            Machine.here());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(result));
    } else {
      print(out, result);
    }
    return 0;
  }

  private static Optional<Path> cache() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith(CACHE_FLAG))
        .map(flag -> Path.of(flag.substring(CACHE_FLAG.length())))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static double libraries() {
    return Arrays.stream(System.getProperty("java.class.path").split(":", -1))
            .map(Path::of)
            .filter(Files::exists)
            .mapToLong(StartCommand::bytes)
            .sum()
        / MEGA;
  }

  private static long bytes(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void print(PrintWriter out, StartResult result) {
    out.printf("median of %d starts          with cache  without%n", result.rounds());
    out.printf(
        "until ready                   %6.2f s  %6.2f s  (%.2f times)%n",
        result.withCache().readySeconds(),
        result.withoutCache().readySeconds(),
        result.readyRatio());
    out.printf(
        "then until the first answer   %6.2f s  %6.2f s%n",
        result.withCache().answerSeconds(), result.withoutCache().answerSeconds());
    out.printf("shipped                       %6.0f MB%n", result.libraryMegabytes());
    out.printf("cache, made on the spot       %6.0f MB%n", result.cacheMegabytes());
    out.printf("Java                          %6.0f MB%n", result.javaMegabytes());
  }
}
