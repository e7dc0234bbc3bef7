package io.mixtide.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.Subcommand;
import io.mixtide.app.cli.TimeConverter;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.load.WorkloadOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide chaos}: injects faults under load and checks that nothing came of them. */
@Command(
    name = "chaos",
    description = {
      "Start three brokers and some instances of the service as processes on this machine, put",
      "them under load, kill, pause, cut off and upgrade them by a plan that the seed decides, and",
      "check that every record has its outputs once. Exit status 1 if one has not."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide chaos --short --seed 3          one kill of each kind and a release, in two minutes",
      "  mixtide chaos --for 20m --seed 1 --keep logs",
      "  mixtide chaos --for 4m --only kill-instance,restart-instance",
      "  mixtide chaos --service commit.interval.ms=20 --service num.standby.replicas=0"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ChaosCommand implements Subcommand {
  private static final Duration SHORT = Duration.ofSeconds(75);

  @Option(
      names = "--short",
      description = "One instance killed, one broker killed, one release put in force.")
  private boolean brief;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "How long, such as 90s or 20m. Default: 20m; 75s with --short")
  private @Nullable Duration time;

  @Option(
      names = "--only",
      paramLabel = "KIND",
      split = ",",
      description =
          "Kinds of fault, separated by commas: ${COMPLETION-CANDIDATES}. Default: all of them")
  private Set<FaultKind> only = ChaosOptions.ALL_KINDS;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same faults and events. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "2",
      description = "Instances of the service. Default: ${DEFAULT-VALUE}")
  private int instances;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of the topics. Default: ${DEFAULT-VALUE}")
  private int partitions;

  @Mixin private WorkloadOptions workload;

  @Option(
      names = "--service",
      paramLabel = "KEY=VALUE",
      description = "A setting of the service; repeatable.")
  private Map<String, String> service = Map.of();

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep there what brokers and instances log.")
  private @Nullable Path keep;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** Public for the service loader. */
  public ChaosCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    // Brokers that are gone are the point: this process's own clients need not say so.
    ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.ERROR);
    Duration lasting = Objects.requireNonNullElse(time, brief ? SHORT : Duration.ofMinutes(20));
    ChaosOptions options =
        new ChaosOptions(
            seed,
            lasting,
            brief,
            only,
            instances,
            partitions,
            workload.rate(),
            workload.tasks(),
            workload.bad());
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    ChaosResult result =
        ChaosRun.run(options, keep, service, WorkDisplays.of(line.getCommandSpec(), json));
    PrintWriter out = line.getOut();
    if (json) {
      out.println(Json.text(result));
    } else {
      ChaosText.print(out, result);
    }
    return result.isExact() && result.whole() ? 0 : 1;
  }
}
