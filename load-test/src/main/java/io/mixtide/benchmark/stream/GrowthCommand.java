package io.mixtide.benchmark.stream;

import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.benchmark.stream.GrowthResult.Growth;
import io.mixtide.benchmark.stream.GrowthResult.Point;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark growth}: how the cost of a record grows. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = {
      "Measure the CPU time of a record, from a backlog, and the bytes of a task's state against the",
      "size of contexts and the number of tasks: a process of the service for each, on one broker, in",
      "turn. Beside it, what an event's inference takes without a stream. An exponent is the slope of",
      "the logarithms, by least squares: 0 where a figure does not grow."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide benchmark growth",
      "  mixtide benchmark growth --context= --tasks 10,1000000 --rounds 1 --json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class GrowthCommand implements Callable<Integer> {
  @Option(
      names = "--context",
      split = ",",
      paramLabel = "N",
      defaultValue = "10,100,1000,10000",
      description = {
        "Observations in a task's context, on average: tasks with twice as many make place for new",
        "ones. Two or more; empty for none. Default: ${DEFAULT-VALUE}"
      })
  private List<String> contexts;

  @Option(
      names = "--context-tasks",
      paramLabel = "N",
      defaultValue = "10",
      description = "Tasks at a time while contexts grow. Default: ${DEFAULT-VALUE}")
  private int contextTasks;

  @Option(
      names = "--tasks",
      split = ",",
      paramLabel = "N",
      defaultValue = "10,100,1000,10000,100000",
      description = {
        "Tasks that events are spread over. Two or more; empty for none. Default: ${DEFAULT-VALUE}"
      })
  private List<String> tasks;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "150000",
      description = {
        "Events before any is measured, at the least, of each; more where sizes take more.",
        "Default: ${DEFAULT-VALUE}"
      })
  private long warmUp;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "60000",
      description = "Events of a backlog, each round. Default: ${DEFAULT-VALUE}")
  private long events;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Figures are medians over so many. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Public for picocli. */
  public GrowthCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    List<Integer> contextSizes = sizes("--context", contexts, 100_000);
    List<Integer> taskNumbers = sizes("--tasks", tasks, 1_000_000);
    require(
        !contextSizes.isEmpty() || !taskNumbers.isEmpty(), "--context and --tasks are both empty");
    require(contextTasks >= 1 && contextTasks <= 100_000, "--context-tasks must be 1 to 100000");
    require(warmUp >= 0, "--warm-up must be 0 or more");
    require(events >= 100, "--events must be at least 100");
    require(rounds >= 1, "--rounds must be at least 1");
    GrowthResult result;
    long steps = GrowthBenchmark.steps(contextSizes.size(), taskNumbers.size(), rounds);
    try (WorkDisplay display = WorkDisplays.of(spec, json).start("measuring", " steps", steps)) {
      result =
          new GrowthBenchmark(
                  contextSizes, contextTasks, taskNumbers, warmUp, events, rounds, display::step)
              .run();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(result));
    } else {
      print(out, "context", result.contexts());
      print(out, "tasks", result.tasks());
      out.println(result.machine().description());
    }
    return 0;
  }

  private List<Integer> sizes(String option, List<String> values, int most) {
    List<String> given = values.stream().map(String::strip).filter(v -> !v.isEmpty()).toList();
    require(
        given.stream().allMatch(value -> value.matches("[1-9]\\d{0,6}")),
        "%s must be numbers of 1 to %d".formatted(option, most));
    List<Integer> sizes = given.stream().map(Integer::valueOf).distinct().sorted().toList();
    require(
        sizes.isEmpty() || sizes.getLast() <= most,
        "%s must be numbers of 1 to %d".formatted(option, most));
    require(sizes.size() != 1, option + " must be two sizes or more, or none");
    return sizes;
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private static void print(PrintWriter out, String what, @Nullable Growth growth) {
    if (growth == null) {
      return;
    }
    out.printf(
        "%9s %8s %9s %11s %16s %13s%n",
        what, "CPU us", "events/s", "task bytes", "bytes a reading", "inference us");
    for (Point point : growth.points()) {
      out.printf(
          Locale.ROOT,
          "%,9d %8.1f %,9.0f %11.0f %16.0f %13s%n",
          point.size(),
          point.cpuMicros(),
          point.eventsPerSecond(),
          point.taskBytes(),
          point.observationBytes(),
          text(point.inferenceMicros(), "%.2f"));
    }
    out.printf(
        Locale.ROOT,
        "%9s %8.3f %9s %11.3f %16s %13s%n%n",
        "exponent",
        growth.cpuExponent(),
        "",
        growth.taskBytesExponent(),
        "",
        text(growth.inferenceExponent(), "%.3f"));
  }

  private static String text(@Nullable Double value, String format) {
    return value == null ? "" : String.format(Locale.ROOT, format, value);
  }
}
