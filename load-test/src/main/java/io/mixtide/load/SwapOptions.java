package io.mixtide.load;

import io.mixtide.app.cli.ReleaseFromFile;
import io.mixtide.app.cli.TimeConverter;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags that put another release in force during a run. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SwapOptions {
  @Option(
      names = "--activate",
      required = true,
      paramLabel = "FILE",
      description = "A release to publish and put in force during the run, and see what it costs.")
  private Path file;

  @Option(
      names = "--activate-at",
      required = true,
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "When, counted like --for: from 1s to below it.")
  private Duration at;

  /**
   * What they ask for.
   *
   * @throws io.mixtide.app.UserErrorException if the file is no release, or one that does not fit
   */
  SwapPlan plan(LoadPlan plan) {
    return SwapPlan.of(ReleaseFromFile.read(file), at, plan);
  }
}
