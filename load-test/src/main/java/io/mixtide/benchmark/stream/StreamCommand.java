package io.mixtide.benchmark.stream;

import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.TimeConverter;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.app.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark stream}: what a record costs end to end, beside other services. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Measure services end to end on one embedded broker, each a process of its own, in turn: events",
      "a second from a backlog, then latency on a fixed schedule at half of that, counted from when",
      "an event was due. The identity topology writes what Mixtide writes and computes nothing:",
      "what it reaches is the limit."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide benchmark stream",
      "  mixtide benchmark stream --tasks 10 --context 10000 --services identity,mixtide --json",
      "  mixtide benchmark stream --gc Z --service commit.interval.ms=20",
      "  mixtide benchmark stream --services mixtide --vary gc=Z --vary linger.ms=0,20",
      "  mixtide benchmark stream --work crayfish"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class StreamCommand implements Callable<Integer> {
  private static final int MOST_TASKS = 1_000_000;
  private static final List<String> COLLECTORS = List.of("G1", "Z", "Parallel", "Serial");

  @Option(
      names = "--work",
      paramLabel = "NAME",
      defaultValue = "tasks",
      description = {
        "What services are given to do: tasks, observations with queries; or crayfish, the work of the",
        "benchmark Crayfish (EDBT 2024): 28 by 28 images, scored one by one by a feed-forward network",
        "of 28,618 parameters. Default: ${DEFAULT-VALUE}"
      })
  private String work = "";

  @Option(
      names = "--services",
      split = ",",
      paramLabel = "NAME",
      description = {
        "Which. For tasks: identity, identity-in-memory (with stores on the heap), mixtide,",
        "mixtide-at-least-once, kafka-streams-onnx (Kafka Streams that calls ONNX Runtime for each",
        "event; to build it in, MIXTIDE_MAVEN_ARGS=-Ponnx), http-server (Kafka Streams that calls a",
        "model behind HTTP). For crayfish: crayfish-identity, which scores nothing, crayfish-mixtide,",
        "crayfish-onnx, crayfish-published (the same in the JSON that Crayfish's own services write).",
        "Default: all of the work that are built in."
      })
  private List<String> services = List.of();

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "2",
      description = "Partitions of every topic. Default: ${DEFAULT-VALUE}")
  private int partitions;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Stream threads of each service. Default: ${DEFAULT-VALUE}")
  private int threads;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Tasks that events are spread over at a time. Default: ${DEFAULT-VALUE}")
  private int tasks;

  @Option(
      names = "--context",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Observations in a task's context, on average: tasks with twice as many make place for new",
        "ones. 0 keeps the first for ever. Default: ${DEFAULT-VALUE}"
      })
  private int context;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "1",
      description = "Queries with each event. Default: ${DEFAULT-VALUE}")
  private int queries;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "1500000",
      description = {
        "Events before any is measured, at the least; with --context, as many as it takes.",
        "Default: ${DEFAULT-VALUE}"
      })
  private long warmUp;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Events of a backlog, each round. Default: ${DEFAULT-VALUE}")
  private long events;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = TimeConverter.class,
      description = "How long latency is measured, each round. Default: ${DEFAULT-VALUE}")
  private Duration time;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Figures are medians over so many. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same events. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--gc",
      paramLabel = "NAME",
      defaultValue = "G1",
      description = "Collector of the services: G1, Z, Parallel, Serial. Default: ${DEFAULT-VALUE}")
  private String collector;

  @Option(
      names = "--service",
      paramLabel = "KEY=VALUE",
      description = "A setting of the service, for all of them; repeatable.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--vary",
      paramLabel = "KEY=VALUE,...",
      description = {
        "Measure every service with each of these values, too, in turn with the others: of a setting of",
        "the service, or of gc, threads or partitions. Repeatable; one thing is varied at a time."
      })
  private Map<String, String> varied = Map.of();

  @Option(
      names = "--profile",
      paramLabel = "DIR",
      description = {
        "Write a JDK Flight Recording of each service into this directory, and print from these where",
        "a record's time goes (Linux only)."
      })
  private @Nullable Path profiles;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Public for picocli. */
  public StreamCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    check();
    PrintWriter err = spec.commandLine().getErr();
    StreamPlan plan =
        new StreamPlan(
            partitions, threads, tasks, context, queries, warmUp, events, time, rounds, seed);
    List<Candidate> candidates = candidates(plan, kinds(err));
    StreamResult result;
    try (WorkDisplay display =
        WorkDisplays.of(spec, json)
            .start("measuring", " steps", StreamBenchmark.steps(candidates))) {
      result = new StreamBenchmark(candidates, profiles, display::step).run();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(result));
    } else {
      StreamText.print(out, result);
    }
    return 0;
  }

  private void check() {
    require(partitions >= 1 && partitions <= 64, "--partitions must be 1 to 64");
    require(threads >= 1 && threads <= 64, "--threads must be 1 to 64");
    require(tasks >= 1 && tasks <= MOST_TASKS, "--tasks must be 1 to 1000000");
    require(context >= 0 && context <= 100_000, "--context must be 0 to 100000");
    require(queries >= 0 && queries <= 256, "--queries must be 0 to 256");
    require(warmUp >= 0, "--warm-up must be 0 or more");
    require(events >= 100, "--events must be at least 100");
    require(!time.isNegative() && time.toMillis() >= 100, "--for must be at least 0.1s");
    require(rounds >= 1, "--rounds must be at least 1");
    require(COLLECTORS.contains(collector), "--gc must be G1, Z, Parallel or Serial");
    require(
        profiles == null || Files.isDirectory(profiles), "--profile must be an existing directory");
    require(
        Work.labels().contains(work),
        "--work must be %s, not %s".formatted(String.join(" or ", Work.labels()), work));
    for (String label : services) {
      ServiceKind kind = kind(label);
      require(
          kind.work() == Work.of(work), "%s is not a service of --work %s".formatted(label, work));
      require(kind.isBuiltIn(), missing(kind));
    }
    Settings.of(settings);
    varied.forEach((key, values) -> Stream.of(values.split(",", -1)).forEach(v -> check(key, v)));
  }

  private void check(String key, String value) {
    switch (key) {
      case Variations.COLLECTOR ->
          require(COLLECTORS.contains(value), "--vary gc must be of " + COLLECTORS);
      case Variations.THREADS, Variations.PARTITIONS ->
          require(
              value.matches("[1-9]|[1-5]\\d|6[0-4]"), "--vary %s must be 1 to 64".formatted(key));
      default -> Settings.of(Map.of(key, value));
    }
  }

  private List<Candidate> candidates(StreamPlan plan, List<ServiceKind> kinds) {
    List<String> flags = List.of(Variations.collector(collector));
    return kinds.stream()
        .map(kind -> new Candidate(kind, "", plan, flags, settings))
        .flatMap(candidate -> Variations.of(candidate, varied).stream())
        .toList();
  }

  private List<ServiceKind> kinds(PrintWriter err) {
    if (!services.isEmpty()) {
      return services.stream().map(this::kind).distinct().toList();
    }
    List<ServiceKind> found = new ArrayList<>();
    for (ServiceKind kind : ServiceKind.values()) {
      if (kind.work() != Work.of(work)) {
        continue;
      }
      if (kind.isBuiltIn()) {
        found.add(kind);
      } else {
        err.println(missing(kind));
      }
    }
    return found;
  }

  private static String missing(ServiceKind kind) {
    return "%s is not built in: build with -Ponnx to measure it (see --help)"
        .formatted(kind.label());
  }

  private ServiceKind kind(String label) {
    require(
        ServiceKind.labels().contains(label),
        "--services must be of %s, not %s"
            .formatted(String.join(", ", ServiceKind.labels()), label));
    return ServiceKind.of(label);
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
