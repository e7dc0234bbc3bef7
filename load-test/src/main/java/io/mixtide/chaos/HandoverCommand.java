package io.mixtide.chaos;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.TimeConverter;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.app.config.Settings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark handover}: how long outputs pause when an instance stops or returns. */
@Command(
    name = "handover",
    mixinStandardHelpOptions = true,
    description = {
      "Run two instances of the service and a broker in this process, stop one gracefully and start",
      "it again, under load, and measure how long any partition is without output. Exit status 1 if",
      "an event was not answered exactly once."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide benchmark handover",
      "  mixtide benchmark handover --rounds 10 --rate 2000 --service commit.interval.ms=50 --json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class HandoverCommand implements Callable<Integer> {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often it stops and returns. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Events a second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = TimeConverter.class,
      description = "From each stop or start to the next. Default: ${DEFAULT-VALUE}")
  private Duration step;

  @Option(
      names = "--service",
      paramLabel = "KEY=VALUE",
      description = "A setting of the service; repeatable.")
  private Map<String, String> service = Map.of();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Public for picocli. */
  public HandoverCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (rounds < 1) {
      throw new UserErrorException("--rounds is %d: give 1 or more".formatted(rounds));
    }
    if (step.compareTo(HandoverRun.LEAST_STEP) < 0) {
      throw new UserErrorException(
          "--every %s leaves no time to start: give %ds or more"
              .formatted(step, HandoverRun.LEAST_STEP.toSeconds()));
    }
    Settings.of(service);
    HandoverResult result;
    try (WorkDisplay display = WorkDisplays.of(spec, json).start("handovers", "", 2L * rounds)) {
      result = HandoverRun.run(rounds, step, rate, service, display);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(result));
    } else {
      print(out, "stops gracefully", result.stopGapsMs());
      print(out, "comes back", result.returnGapsMs());
      out.printf("answered once: %s%n", result.ledger().isExact() ? "all" : "not all");
    }
    return result.ledger().isExact() ? 0 : 1;
  }

  private static void print(PrintWriter out, String what, List<Double> gapsMs) {
    out.printf(
        "an instance %-18s longest gap %6.0f ms in the mean, %6.0f ms at most%n",
        what,
        gapsMs.stream().mapToDouble(Double::doubleValue).average().orElse(0),
        Collections.max(gapsMs));
  }
}
