package io.mixtide.benchmark.engines;

import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.benchmark.engines.EnginesRun.Plan;
import io.mixtide.benchmark.measure.JmhOptions;
import io.mixtide.benchmark.measure.JmhRuns;
import io.mixtide.model.network.Attention;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark engines}: how many inferences a second each engine makes, by batch. */
@Command(
    name = "engines",
    mixinStandardHelpOptions = true,
    description = {
      "Time batches on each engine, on one thread: an arrival of each of so many tasks in one call,",
      "and a query of each. Networks have the sizes that the trainer makes by default, and random",
      "weights. Beside each stands what part it is of the roofline: the most inferences that the",
      "hardware's arithmetic and memory allow. For the processor both are measured, on one thread; for",
      "a card they follow from what its driver says. A card wins from the batch on from which it takes",
      "less time than every other engine at each batch."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide bench engines",
      "  mixtide bench engines --engine vector,cuda --kind context --experts 16 --batch 1,4096 --json"
    })
public final class EnginesCommand implements Callable<Integer> {
  private static final List<String> ENGINES = List.of("vector", "scalar", EnginesRun.CARD);
  private static final int MOST_BATCH = 65_536;

  @Option(
      names = "--engine",
      split = ",",
      paramLabel = "NAME",
      description =
          "vector, scalar or cuda; repeatable. Default: all that can be had on this machine")
  private List<String> engines = List.of();

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,16,256,4096,65536",
      description = "Tasks in one call; repeatable. Default: ${DEFAULT-VALUE}")
  private List<Integer> batches = List.of();

  @Option(
      names = "--experts",
      split = ",",
      paramLabel = "N",
      defaultValue = "16,64,256",
      description = "How many experts; repeatable. Default: ${DEFAULT-VALUE}")
  private List<Integer> experts = List.of();

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      defaultValue = "input,context",
      description = "input or context experts; repeatable. Default: ${DEFAULT-VALUE}")
  private List<String> kinds = List.of();

  @Option(
      names = "--context",
      paramLabel = "N",
      defaultValue = "32",
      description =
          "Observations of each task, all of which context experts look at. Default:"
              + " ${DEFAULT-VALUE}")
  private int context;

  @Option(
      names = "--longest-ms",
      paramLabel = "MS",
      defaultValue = "2000",
      description =
          "Leave a batch out if a call would take longer, by the time of the one before. Default:"
              + " ${DEFAULT-VALUE}")
  private long longestMs;

  @Mixin private JmhOptions jmh = new JmhOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** Public for picocli. */
  public EnginesCommand() {}

  @Override
  public Integer call() {
    requireValid();
    CommandSpec spec = Objects.requireNonNull(this.spec);
    var commandLine = spec.commandLine();
    JmhRuns runs = jmh.runs();
    Plan plan =
        new Plan(
            found(commandLine.getErr()),
            batches,
            experts,
            kinds.stream().map(ExpertKind::named).toList(),
            context);
    EnginesResult result;
    try (WorkDisplay display = WorkDisplays.of(spec, json).start("timing", " runs", plan.count())) {
      result = new EnginesRun(runs, longestMs, display).measure(plan);
    }
    if (json) {
      commandLine.getOut().println(Json.text(result));
    } else {
      EnginesText.print(result, commandLine.getOut());
    }
    return 0;
  }

  private void requireValid() {
    requireNames("engine", engines, ENGINES);
    requireNames("kind", kinds, ExpertKind.names());
    for (int batch : batches) {
      require(
          batch >= 1 && batch <= MOST_BATCH,
          "--batch must be within [1, %d], not %d".formatted(MOST_BATCH, batch));
    }
    for (int number : experts) {
      require(number >= 1 && number <= 1024, "--experts must be within [1, 1024], not " + number);
    }
    require(
        context >= 1 && context <= Attention.MAX_WINDOW,
        "--context must be within [1, %d], not %d".formatted(Attention.MAX_WINDOW, context));
    require(longestMs >= 1, "--longest-ms must be at least 1, not " + longestMs);
  }

  private void requireNames(String what, List<String> given, List<String> known) {
    for (String name : given) {
      require(
          known.contains(name),
          "no %s named '%s': one of %s".formatted(what, name, String.join(", ", known)));
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), otherwise);
    }
  }

  private List<String> found(PrintWriter err) {
    List<String> found = new ArrayList<>();
    for (String name : engines.isEmpty() ? ENGINES : engines) {
      String missing = EnginesRun.missing(name);
      if (missing == null) {
        found.add(name);
        continue;
      }
      String line = "%s cannot be timed: %s".formatted(name, missing);
      require(engines.isEmpty(), line);
      err.println(line);
    }
    return found;
  }
}
