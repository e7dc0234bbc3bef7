package io.mixtide.benchmark;

import io.mixtide.app.cli.Subcommand;
import io.mixtide.benchmark.engines.EnginesCommand;
import io.mixtide.benchmark.kernels.KernelsCommand;
import io.mixtide.benchmark.plot.PlotCommand;
import io.mixtide.benchmark.startup.StartCommand;
import io.mixtide.benchmark.stream.GrowthCommand;
import io.mixtide.benchmark.stream.StreamCommand;
import io.mixtide.benchmark.training.TrainingSpeedCommand;
import io.mixtide.chaos.HandoverCommand;
import io.mixtide.restore.RestoreCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code mixtide benchmark}: how good and how fast the models are, and how fast state is restored.
 */
@Command(
    name = "benchmark",
    aliases = "bench",
    footer = {
      "",
      "Examples:",
      "  mixtide benchmark gp --steps 2000",
      "  mixtide benchmark stream --services identity,mixtide"
    },
    description =
        "Train models on tasks whose truth is known, and print how good and how fast they are.",
    subcommands = {
      AblationCommand.class,
      GpCommand.class,
      RealCommand.class,
      SensitivityCommand.class,
      RegressionCommand.class,
      CompletionCommand.class,
      RetrainingCommand.class,
      TrainingSpeedCommand.class,
      KernelsCommand.class,
      EnginesCommand.class,
      StreamCommand.class,
      GrowthCommand.class,
      RestoreCommand.class,
      HandoverCommand.class,
      StartCommand.class,
      PlotCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BenchmarkCommand implements Subcommand {
  @Spec private CommandSpec spec;

  /** Public for the service loader. */
  public BenchmarkCommand() {}

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "name a benchmark: " + String.join(", ", spec.subcommands().keySet()));
  }
}
