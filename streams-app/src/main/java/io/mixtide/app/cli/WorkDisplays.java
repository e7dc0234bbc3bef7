package io.mixtide.app.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How a command shows that its work goes on: by bars where stderr is a terminal, by lines
 * elsewhere, and not at all where a program reads its output.
 */
public final class WorkDisplays {
  /** Of work that no one looks at. */
  public static final WorkDisplays NONE = new WorkDisplays(null, false);

  private final @Nullable PrintWriter err;
  private final boolean terminal;

  private WorkDisplays(@Nullable PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /**
   * Those of a command.
   *
   * @param json whether its output is for a program
   */
  public static WorkDisplays of(CommandSpec spec, boolean json) {
    return json ? NONE : new WorkDisplays(spec.commandLine().getErr(), StandardError.isTerminal());
  }

  /**
   * Shows work from now until it is closed.
   *
   * @param unit with a space before it
   * @param total how many units there are
   */
  public WorkDisplay start(String name, String unit, long total) {
    return goOn(name, unit, 0, total);
  }

  /** The same, of work of which so many units were done before. */
  WorkDisplay goOn(String name, String unit, long before, long total) {
    return new WorkDisplay(
        name, unit, before, total, err, err != null && terminal ? new BarLine(err) : null);
  }
}
