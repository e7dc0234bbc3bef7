package io.mixtide.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide releases diff}: what is not the same in two releases. */
@Command(
    name = "diff",
    footer = {"", "Example:", "  mixtide releases diff 5ab1c09d7e21 0d1f27c4b6aa"},
    mixinStandardHelpOptions = true,
    description =
        "Print what differs between two releases: architecture, data, settings, scores, weights.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ReleasesDiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Parameters(index = "0", paramLabel = "VERSION", description = "The first release.")
  private String first;

  @Parameters(index = "1", paramLabel = "OTHER", description = "The second.")
  private String second;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    ReleaseStore store = ReleaseStore.of(options);
    ReleaseDifference difference = ReleaseDifference.of(store.read(first), store.read(second));
    if (json) {
      spec.commandLine().getOut().println(Json.text(difference));
    } else {
      difference.print(spec.commandLine().getOut());
    }
    return 0;
  }
}
