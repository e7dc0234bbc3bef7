package io.mixtide.benchmark.kernels;

import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.benchmark.measure.JmhOptions;
import io.mixtide.benchmark.measure.JmhRuns;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark kernels}: how long one inference takes, on each engine. */
@Command(
    name = "kernels",
    mixinStandardHelpOptions = true,
    description = {
      "Time one inference, on one thread, with the weights of the demonstration's first release: the",
      "experts at an arrival's x, the log density of its y under their mixture, its evidence and",
      "embedding, the head, and the posterior. A batch is as many tasks' arrivals in one call. Every",
      "engine is first held to the same results: a posterior within 1e-4 of itself, a log density",
      "within 1e-4 nats. The floor is the time of an inference's multiply-adds at the greatest rate",
      "that a product of large matrices reached in the same round."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide bench kernels",
      "  mixtide bench kernels --engine vector,onnx --batch 1,256 --json",
      "  mixtide bench kernels --rounds 5",
      "",
      "The other libraries are built in by profiles, on Linux on x86-64 with AVX2. The launcher builds",
      "anew only when a source has changed, so touch one:",
      "  touch pom.xml",
      "  MIXTIDE_MAVEN_ARGS=-Pnd4j,onnx,pytorch mixtide bench kernels",
      "Before a build without them, mvn clean takes out what they left."
    })
public final class KernelsCommand implements Callable<Integer> {
  @Option(
      names = "--engine",
      split = ",",
      paramLabel = "NAME",
      description =
          "vector, scalar, nd4j, dl4j, onnx or pytorch; repeatable. Default: all built in")
  private List<String> engines = List.of();

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,16,256,4096",
      description = "Tasks whose arrivals are one call; repeatable. Default: ${DEFAULT-VALUE}")
  private List<Integer> batches = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "The floor and all engines are timed in turn, so many times over, and figures are medians:",
        "for machines whose speed changes. Default: ${DEFAULT-VALUE}"
      })
  private int rounds;

  @Mixin private JmhOptions jmh = new JmhOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** Public for picocli. */
  public KernelsCommand() {}

  @Override
  public Integer call() {
    requireValid();
    CommandSpec spec = Objects.requireNonNull(this.spec);
    var commandLine = spec.commandLine();
    PrintWriter err = commandLine.getErr();
    JmhRuns runs = jmh.runs();
    Set<Engine> found = builtIn(err);
    KernelsResult result;
    try (WorkDisplay display =
        WorkDisplays.of(spec, json)
            .start("timing", " runs", KernelsRun.count(found.size(), batches.size(), rounds))) {
      result = new KernelsRun(runs, rounds, display).measure(found, batches);
    }
    if (json) {
      commandLine.getOut().println(Json.text(result));
    } else {
      KernelsText.print(result, commandLine.getOut());
    }
    return 0;
  }

  private void requireValid() {
    for (String name : engines) {
      require(
          Engine.names().contains(name),
          "no engine named '%s': one of %s".formatted(name, String.join(", ", Engine.names())));
    }
    for (int batch : batches) {
      require(batch >= 1, "--batch must be at least 1, not " + batch);
    }
    require(rounds >= 1, "--rounds must be at least 1, not " + rounds);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), otherwise);
    }
  }

  private Set<Engine> builtIn(PrintWriter err) {
    Set<Engine> found = new LinkedHashSet<>();
    List<String> asked = engines.isEmpty() ? Engine.names() : engines;
    for (String name : asked) {
      Engine engine = Engine.named(name);
      if (engine.peer().isPresent()) {
        found.add(engine);
        continue;
      }
      String missing =
          "%s is not built in: build with -P%s to time it (see --help)"
              .formatted(engine.title(), engine.profile());
      require(engines.isEmpty(), missing);
      err.println(missing);
    }
    return found;
  }
}
