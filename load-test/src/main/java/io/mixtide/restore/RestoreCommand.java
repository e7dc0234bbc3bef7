package io.mixtide.restore;

import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.app.config.Settings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark restore}: how fast lost state is restored. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Have a service on the embedded broker observe until its changelogs are large, take its state",
      "away, and time how long it takes to restore it. One stream thread restores two partitions.",
      "The time of a restart that kept its state is taken off."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide benchmark restore",
      "  mixtide benchmark restore --megabytes 200 --service commit.interval.ms=500 --json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class RestoreCommand implements Callable<Integer> {
  @Option(
      names = "--megabytes",
      paramLabel = "N",
      defaultValue = "500",
      description = "Size of the changelogs, at the least. Default: ${DEFAULT-VALUE}")
  private int megabytes;

  @Option(
      names = "--service",
      paramLabel = "KEY=VALUE",
      description = "A setting of the service; repeatable.")
  private Map<String, String> service = Map.of();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Public for picocli. */
  public RestoreCommand() {}

  @Override
  public Integer call() throws Exception {
    if (megabytes < 1) {
      throw new ParameterException(spec.commandLine(), "--megabytes must be at least 1");
    }
    Settings.of(service);
    RestoreResult result;
    try (WorkDisplay display = WorkDisplays.of(spec, json).start("filling", " MB", megabytes)) {
      result = new RestoreRun(megabytes * 1_000_000L, service, display).run();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(result));
    } else {
      print(out, result);
    }
    return 0;
  }

  private static void print(PrintWriter out, RestoreResult result) {
    out.printf(
        "changelogs of %d partitions      %8.0f MB%n", result.partitions(), result.megabytes());
    out.printf("restart with state              %8.1f s%n", result.secondsWithState());
    out.printf("restart without state           %8.1f s%n", result.secondsWithoutState());
    out.printf("restored, on one stream thread  %8.1f MB/s%n", result.megabytesPerSecond());
  }
}
