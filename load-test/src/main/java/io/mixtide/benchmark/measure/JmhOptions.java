package io.mixtide.benchmark.measure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long a command has JMH measure. */
public final class JmhOptions {
  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "JVMs that time each, one after another; 0 times in this one. Default: ${DEFAULT-VALUE}")
  private int forks;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "5",
      description = "Iterations in each JVM. Default: ${DEFAULT-VALUE}")
  private int iterations;

  @Option(
      names = "--iteration-ms",
      paramLabel = "MS",
      defaultValue = "500",
      description = "Least time of an iteration. Default: ${DEFAULT-VALUE}")
  private int iterationMs;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** Public for picocli. */
  public JmhOptions() {}

  /**
   * As the options say.
   *
   * @throws ParameterException if one of them is out of range
   */
  public JmhRuns runs() {
    require(forks >= 0, "--forks must be at least 0, not " + forks);
    require(iterations >= 1, "--iterations must be at least 1, not " + iterations);
    require(iterationMs >= 1, "--iteration-ms must be at least 1, not " + iterationMs);
    return new JmhRuns(forks, iterations, TimeValue.milliseconds(iterationMs));
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), otherwise);
    }
  }
}
