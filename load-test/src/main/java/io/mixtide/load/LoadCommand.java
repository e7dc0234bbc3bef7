package io.mixtide.load;

import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.SettingsOptions;
import io.mixtide.app.cli.Subcommand;
import io.mixtide.app.cli.TimeConverter;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.app.config.Settings;
import io.mixtide.app.demo.EmbeddedPlan;
import io.mixtide.app.demo.EmbeddedService;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide load}: puts a service under load and checks that it answers everything once. */
@Command(
    name = "load",
    description = {
      "Put a running service under load on a fixed schedule, measure how late its answers come,",
      "and check that every event has exactly one. Exit status 1 if one has not.",
      "With --activate, another release is put in force on the way."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide load --embedded --rate 5000 --for 20s",
      "  mixtide load --embedded --for 40s --activate other.safetensors --activate-at 25s",
      "  mixtide load --embedded --events 1000000 --rate 10000 --bad 0.1",
      "  mixtide load --bootstrap-servers kafka:9092 --schema-registry-url http://registry:8081",
      "",
      "Latency counts from when an event was due, so that a stall is not hidden."
    })
public final class LoadCommand implements Subcommand {
  @Mixin private SettingsOptions options = new SettingsOptions();
  @Mixin private WorkloadOptions workload = new WorkloadOptions();

  @Option(
      names = "--embedded",
      description = "Start a broker and a service with the demo's release in this process.")
  private boolean embedded;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = TimeConverter.class,
      description = "How long to send, such as 20s or 5m. Default: ${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Duration time;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many events to send and measure, instead of --for.")
  private @Nullable Integer events;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = TimeConverter.class,
      description = "How long to send before, checked but not measured. Default: ${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init")
  private Duration warmUp;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "1",
      description = "Queries with each event. Default: ${DEFAULT-VALUE}")
  private int queries;

  @Option(
      names = "--dx",
      paramLabel = "N",
      defaultValue = "1",
      description = "Numbers in an x of the release in force. Default: ${DEFAULT-VALUE}")
  private int dx;

  @Option(
      names = "--dy",
      paramLabel = "N",
      defaultValue = "1",
      description = "Numbers in a y of the release in force. Default: ${DEFAULT-VALUE}")
  private int dy;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same events. Default: ${DEFAULT-VALUE}")
  private long seed;

  @ArgGroup(exclusive = false)
  private @Nullable SwapOptions swap;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** Public for the service loader. */
  public LoadCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    LoadPlan plan =
        new LoadPlan(
            workload.tasks(),
            workload.rate(),
            warmUp,
            events == null ? time : LoadPlan.timeOf(events, workload.rate()),
            workload.bad(),
            queries,
            dx,
            dy,
            seed);
    Optional<SwapPlan> swapPlan = Optional.ofNullable(swap).map(asked -> asked.plan(plan));
    LoadResult result =
        embedded ? runEmbedded(plan, swapPlan) : run(plan, swapPlan, sharedSettings());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (json) {
      out.println(Json.text(result));
    } else {
      LoadText.print(out, result);
    }
    return result.isExact() && result.hasSwapped() ? 0 : 1;
  }

  private LoadResult runEmbedded(LoadPlan plan, Optional<SwapPlan> swapPlan)
      throws InterruptedException {
    try (EmbeddedService service = new EmbeddedService(EmbeddedPlan.shipped(0, Map.of()))) {
      return run(plan, swapPlan, service.settings());
    }
  }

  private Settings sharedSettings() {
    Settings settings = options.settings();
    settings.requireSharedRegistry();
    return settings;
  }

  private LoadResult run(LoadPlan plan, Optional<SwapPlan> swapPlan, Settings settings)
      throws InterruptedException {
    // Only names tasks: a second run of the same plan must not continue the tasks of the first.
    String name = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    LoadRun run = new LoadRun(plan, settings, name);
    try (WorkDisplay display =
        WorkDisplays.of(Objects.requireNonNull(spec), json)
            .start("adapting", " events", plan.events())) {
      if (swapPlan.isEmpty()) {
        return run.run(new ShownRun(RunObserver.NONE, display, plan.events()));
      }
      SwapObserver swap = new SwapObserver(swapPlan.get(), plan, settings);
      return run.run(new ShownRun(swap, display, plan.events())).with(swap.result());
    }
  }
}
