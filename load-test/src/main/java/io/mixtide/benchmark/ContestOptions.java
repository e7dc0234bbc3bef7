package io.mixtide.benchmark;

import io.mixtide.app.cli.OutputFile;
import io.mixtide.app.cli.WorkDisplay;
import io.mixtide.benchmark.Contest.Standing;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every contest can be told on the command line. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ContestOptions {
  @Option(
      names = "--seeds",
      defaultValue = "1",
      paramLabel = "N",
      description = "Train with seeds 1 to N. Default: ${DEFAULT-VALUE}.")
  int seeds;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "Only contenders whose name contains this.")
  @Nullable String only;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw log-likelihood by context size, a PNG.")
  @Nullable Path plot;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  void check(CommandSpec spec, int steps) {
    Options.require(spec, steps >= 1 && seeds >= 1, "--steps and --seeds must be at least 1");
    if (plot != null) {
      // Before the hours of work that it is to show.
      OutputFile.at("--plot", plot);
    }
  }

  /** Trains and scores those of the contenders that were asked for. */
  List<Standing> run(Contest contest, List<Contender> contenders, CommandSpec spec) {
    return run(contest, contenders, model -> {}, spec);
  }

  /** The same; every model is shown after its training. */
  List<Standing> run(
      Contest contest, List<Contender> contenders, Consumer<Trained> shown, CommandSpec spec) {
    List<Contender> chosen =
        contenders.stream()
            .filter(contender ->
                only == null
                    || contender
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .contains(only.toLowerCase(Locale.ROOT)))
            .toList();
    Options.require(
        spec,
        !chosen.isEmpty(),
        "no contender's name contains '%s': %s"
            .formatted(only, contenders.stream().map(Contender::name).toList()));
    try (WorkDisplay display = Trained.display(spec, json, chosen.size() * seeds)) {
      Consumer<Trained> told = model -> display.step(model.line());
      return chosen.stream().map(contender -> contest.run(contender, told.andThen(shown))).toList();
    }
  }

  /** Prints, and draws if asked to. */
  void report(CommandSpec spec, ContestReport report) {
    PrintWriter out = spec.commandLine().getOut();
    report.print(json, out);
    if (plot != null) {
      byte[] png = ContextSizePlot.png(report);
      OutputFile.at("--plot", plot).write(path -> Files.write(path, png));
    }
  }
}
