package io.mixtide.benchmark;

import io.mixtide.benchmark.Contest.Standing;
import io.mixtide.benchmark.data.ShippedTasks;
import io.mixtide.model.data.Holdout;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.release.ReleaseTraining;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark real}: station-days of two real streams. */
@Command(
    name = "real",
    mixinStandardHelpOptions = true,
    description = {
      "Train on days of stations and score the days that came last: PM2.5 of Beijing's air, and "
          + "what a bike station has gained since midnight in the Bay Area.",
      "Log-likelihoods are in nats per target and standardised units, means over contexts of the "
          + "first 1, 2, 3, 4, 6, 8 and 12 hours."
    },
    footer = {"", "Example:", "  mixtide benchmark real --data beijing --steps 2000"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RealCommand implements Callable<Integer> {
  private static final double HELD_OUT = 0.2;
  private static final int MAX_CONTEXT = 23;

  /** The streams. */
  enum Stream {
    BEIJING(OutputTransform.LOG1P),
    BIKESHARE(OutputTransform.IDENTITY);

    private final OutputTransform transform;

    Stream(OutputTransform transform) {
      this.transform = transform;
    }

    private TaskSet tasks() {
      return this == BEIJING ? ShippedTasks.beijingAir() : ShippedTasks.bikeShare();
    }
  }

  @Spec private CommandSpec spec;
  @Mixin private ContestOptions options;

  @Option(
      names = "--data",
      defaultValue = "beijing",
      paramLabel = "STREAM",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Stream data;

  @Option(
      names = "--steps",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Training steps. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Override
  public Integer call() {
    options.check(spec, steps);
    Holdout.Split split = Holdout.holdoutLast(data.tasks(), HELD_OUT);
    SequencedMap<String, TaskSet> tests = new LinkedHashMap<>();
    tests.put(data.name().toLowerCase(Locale.ROOT), split.heldOut());
    Contest contest =
        new Contest(
            split.training(),
            data.transform,
            tests,
            ReleaseTraining.CONTEXT_SIZES,
            options.seeds,
            Contest.Unit.STANDARDISED);
    List<Standing> standings = options.run(contest, Contenders.of(1, 1, steps, MAX_CONTEXT), spec);
    options.report(spec, new ContestReport(steps, options.seeds, standings, List.of()));
    return 0;
  }
}
