package io.mixtide.app.cli;

import io.mixtide.app.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mixtide settings}: prints the reference of all settings. */
@Command(
    name = "settings",
    footer = {"", "Example:", "  mixtide settings | less"},
    description = "Print every setting with its default and meaning, as Markdown.")
public final class SettingsCommand implements Subcommand {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  /** Public for the service loader. */
  public SettingsCommand() {}

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(Settings.reference());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
