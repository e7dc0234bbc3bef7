package io.mixtide.benchmark;

import io.mixtide.benchmark.Contest.Standing;
import io.mixtide.benchmark.data.RegressionData;
import io.mixtide.benchmark.data.RegressionTasks;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark regression}: many inputs, many outputs. */
@Command(
    name = "regression",
    mixinStandardHelpOptions = true,
    description = {
      "Train on a published regression with several outputs, whose rows are dealt into tasks of 50, "
          + "and score unseen rows: log-likelihood in nats per row and mean squared error per "
          + "output, standardised units.",
      "The files are not shipped: wq.arff and scm20d.arff are of the Mulan collection, "
          + "sarcos_inv_test.mat of the book Gaussian Processes for Machine Learning."
    },
    footer = {"", "Example:", "  mixtide benchmark regression sarcos sarcos_inv_test.mat"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RegressionCommand implements Callable<Integer> {
  private static final List<Integer> CONTEXT_SIZES = List.of(0, 5, 10, 20, 40);
  private static final long SPLIT_SEED = 1;

  @Spec private CommandSpec spec;
  @Mixin private ContestOptions options;

  @Parameters(index = "0", paramLabel = "DATA", description = "${COMPLETION-CANDIDATES}.")
  private RegressionData data;

  @Parameters(index = "1", paramLabel = "FILE", description = "The file, as published, or gzipped.")
  private Path file;

  @Option(
      names = "--steps",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Training steps. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Override
  public Integer call() {
    options.check(spec, steps);
    RegressionTasks tasks = data.read(file, RegressionTasks.ROWS_PER_TASK, SPLIT_SEED);
    SequencedMap<String, TaskSet> tests = new LinkedHashMap<>();
    tests.put(data.name().toLowerCase(Locale.ROOT), tasks.test());
    Contest contest =
        new Contest(
            tasks.training(),
            OutputTransform.IDENTITY,
            tests,
            CONTEXT_SIZES,
            options.seeds,
            Contest.Unit.STANDARDISED);
    List<Contender> contenders =
        Contenders.of(data.inputs(), data.outputs(), steps, RegressionTasks.ROWS_PER_TASK - 1);
    List<Standing> standings = options.run(contest, contenders, spec);
    options.report(spec, new ContestReport(steps, options.seeds, standings, List.of()));
    return 0;
  }
}
