package io.mixtide.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide releases list}: what is on the topic of releases. */
@Command(
    name = "list",
    footer = {"", "Example:", "  mixtide releases list --json"},
    mixinStandardHelpOptions = true,
    description =
        "Print which release is in force since when, by whom and why, which one runs in the"
            + " shadow, all others, and what was refused.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ReleasesListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Option(names = "--history", description = "Print all activations too.")
  private boolean history;

  @Option(names = "--json", description = "Print one JSON object, with all activations.")
  private boolean json;

  @Override
  public Integer call() {
    ReleaseListing listing = ReleaseListing.of(ReleaseStore.of(options).topic().catalog());
    if (json) {
      spec.commandLine().getOut().println(Json.text(listing));
    } else {
      listing.print(spec.commandLine().getOut(), history);
    }
    return 0;
  }
}
