package io.mixtide.benchmark;

import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.benchmark.Retraining.Result;
import io.mixtide.benchmark.data.ShippedTasks;
import io.mixtide.model.data.TaskSet;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark retraining}: what retraining is worth on a real stream. */
@Command(
    name = "retraining",
    mixinStandardHelpOptions = true,
    description = {
      "Replay Beijing's air from 2013 on. The first release is trained on the first days; then, "
          + "after every so many days, the release in force is trained further on all days so far, "
          + "and what passes the gate takes effect for the days to come.",
      "Log scores are of each reading before it was seen, in nats of the data's units."
    },
    footer = {"", "Example:", "  mixtide benchmark retraining --days 90 --steps 3000"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RetrainingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--days",
      defaultValue = "90",
      paramLabel = "N",
      description =
          "Days that the first release is trained on, and between rounds. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--first-steps",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Training steps of the first release. Default: ${DEFAULT-VALUE}.")
  private int firstSteps;

  @Option(
      names = "--steps",
      defaultValue = "3000",
      paramLabel = "N",
      description = "Training steps of a round. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.001",
      paramLabel = "RATE",
      description = "Peak of a round's learning rate. Default: ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of every draw. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Options.require(spec, days >= 1, "--days must be at least 1");
    Options.require(spec, firstSteps >= 1, "--first-steps must be at least 1");
    Options.require(spec, learningRate > 0, "--learning-rate must be above 0");
    Options.require(spec, steps >= 1, "--steps must be at least 1");
    Retraining retraining = new Retraining(days, firstSteps, steps, learningRate, seed);
    TaskSet tasks = ShippedTasks.beijingAir();
    Result result;
    try (WorkDisplay display =
        WorkDisplays.of(spec, json).start("replaying", " periods", retraining.rounds(tasks))) {
      result =
          retraining.run(
              tasks,
              period -> display.step("%s scored, %s".formatted(period.from(), outcome(period))));
    }
    if (json) {
      spec.commandLine().getOut().println(Json.text(result));
    } else {
      print(spec.commandLine().getOut(), result);
    }
    return 0;
  }

  private static void print(PrintWriter out, Result result) {
    TextTable table =
        new TextTable("days from", "readings", "first release", "retrained", "then the gate");
    for (Retraining.Period period : result.periods()) {
      table.add(
          List.of(
              period.from(),
              String.valueOf(period.observations()),
              figure(period.first()),
              figure(period.retrained()),
              outcome(period)));
    }
    table.add(List.of("mean", "", figure(result.first()), figure(result.retrained()), ""));
    table.print(out);
    out.printf(Locale.ROOT, "retraining gains %.3f nats a reading%n", result.gain());
  }

  private static String outcome(Retraining.Period period) {
    if (period.gate() == null) {
      return "-";
    }
    if (period.gate().measured() == null) {
      return String.join("; ", period.gate().reasons());
    }
    String outcome =
        String.format(
            Locale.ROOT,
            "%s: %+.3f [%+.3f, %+.3f]",
            period.gate().accepted() ? "accepts" : "refuses",
            period.gate().measured().gain(),
            period.gate().measured().gainLow(),
            period.gate().measured().gainHigh());
    return period.gate().accepted()
        ? outcome
        : outcome + "; " + String.join("; ", period.gate().reasons());
  }

  private static String figure(double nats) {
    return String.format(Locale.ROOT, "%.3f", nats);
  }
}
