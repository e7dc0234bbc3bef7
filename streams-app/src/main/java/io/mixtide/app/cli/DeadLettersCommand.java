package io.mixtide.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide dead-letters}: looks into what could not be used, and sends it again. */
@Command(
    name = "dead-letters",
    description = "Look into records that could not be used, and send them again after a repair.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DeadLettersListCommand.class,
      DeadLettersShowCommand.class,
      DeadLettersReplayCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  mixtide dead-letters list --count --since 2h",
      "  mixtide dead-letters list --reason wrong_width,unknown_schema --task station-7",
      "  mixtide dead-letters show 0:42",
      "  mixtide dead-letters replay --reason unknown_schema --dry-run"
    })
public final class DeadLettersCommand implements Subcommand {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  /** Public for the service loader. */
  public DeadLettersCommand() {}

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}
