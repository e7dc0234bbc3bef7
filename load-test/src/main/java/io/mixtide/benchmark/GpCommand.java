package io.mixtide.benchmark;

import io.mixtide.benchmark.Contest.Standing;
import io.mixtide.benchmark.ContestReport.Reference;
import io.mixtide.benchmark.data.GpBestScore;
import io.mixtide.model.data.GpMix;
import io.mixtide.model.data.KernelFamily;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark gp}: smooth functions of three kernels. */
@Command(
    name = "gp",
    mixinStandardHelpOptions = true,
    description = {
      "Train on functions drawn from Gaussian processes of three kernels, and score each kernel "
          + "beside the best possible scores.",
      "Log-likelihoods are in nats per target and the data's units, means over 24 context sizes "
          + "from 3 to 49."
    },
    footer = {"", "Example:", "  mixtide benchmark gp --steps 8000"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GpCommand implements Callable<Integer> {
  private static final int POINTS = 100;
  private static final long TRAINING_SEED = 2;
  private static final long TEST_SEED = 72;
  private static final int MAX_CONTEXT = 50;

  @Spec private CommandSpec spec;
  @Mixin private ContestOptions options;

  @Option(
      names = "--steps",
      defaultValue = "8000",
      paramLabel = "N",
      description = "Training steps. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--tasks",
      defaultValue = "60000",
      paramLabel = "N",
      description = "Tasks to train on. Default: ${DEFAULT-VALUE}.")
  private int tasks;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description =
          "Tasks to score on, columns task, kernel (rbf, wp, mat), role, x, y. Default: drawn "
              + "from the mix.")
  private @Nullable Path test;

  @Override
  public Integer call() {
    options.check(spec, steps);
    Options.require(spec, tasks >= 1, "--tasks must be at least 1");
    TaskSet tests = test == null ? TestTasks.gp(TEST_SEED) : TestTasks.read(test, "kernel");
    Contest contest =
        new Contest(
            GpMix.generate(tasks, POINTS, TRAINING_SEED),
            OutputTransform.IDENTITY,
            byKernel(tests),
            List.of(),
            options.seeds,
            Contest.Unit.DATA);
    List<Standing> standings = options.run(contest, Contenders.of(1, 1, steps, MAX_CONTEXT), spec);
    options.report(spec, new ContestReport(steps, options.seeds, standings, references()));
    return 0;
  }

  private static List<Reference> references() {
    return List.of(
        new Reference("Bayes, marginal", GpBestScore.ALL.stream().map(GpBestScore::bayes).toList()),
        new Reference(
            "true kernel, marginal",
            GpBestScore.ALL.stream().map(GpBestScore::trueKernel).toList()));
  }

  private static SequencedMap<String, TaskSet> byKernel(TaskSet tests) {
    SequencedMap<String, TaskSet> byKernel = new LinkedHashMap<>();
    for (KernelFamily family : KernelFamily.values()) {
      byKernel.put(
          family.group(),
          new TaskSet(
              1, 1, tests.tasks().stream().filter(t -> family.group().equals(t.group())).toList()));
    }
    return byKernel;
  }
}
