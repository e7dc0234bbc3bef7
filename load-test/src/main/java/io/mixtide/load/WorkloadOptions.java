package io.mixtide.load;

import picocli.CommandLine.Option;

/** The flags of commands that put a service under load. */
public final class WorkloadOptions {
  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "200",
      description = "Tasks that events are spread over. Default: ${DEFAULT-VALUE}")
  private int tasks;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Events a second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(
      names = "--bad",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description =
          "Share of events that cannot be used, for every reason that there is in equal parts."
              + " Default: ${DEFAULT-VALUE}")
  private double bad;

  /** Public for picocli. */
  public WorkloadOptions() {}

  /** How many tasks events are spread over. */
  public int tasks() {
    return tasks;
  }

  /** Events a second. */
  public double rate() {
    return rate;
  }

  /** The share of events that cannot be used, 0 to 1. */
  public double bad() {
    return bad;
  }
}
