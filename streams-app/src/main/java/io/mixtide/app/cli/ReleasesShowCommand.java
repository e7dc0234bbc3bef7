package io.mixtide.app.cli;

import io.mixtide.app.releases.ReleaseCatalog;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide releases show}: all that is known of one release. */
@Command(
    name = "show",
    footer = {"", "Example:", "  mixtide releases show 5ab1c09d7e21"},
    mixinStandardHelpOptions = true,
    description = "Print where a release comes from, what it scored, and when it was in force.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ReleasesShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Parameters(paramLabel = "VERSION", description = "As 'mixtide releases list' names it.")
  private String version;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    ReleaseStore store = ReleaseStore.of(options);
    ReleaseStore.Stored stored = store.read(version);
    ReleaseCatalog catalog = store.topic().catalog();
    ReleaseReport report = ReleaseReport.of(stored, ReleaseListing.of(catalog));
    if (json) {
      spec.commandLine().getOut().println(Json.text(report));
    } else {
      report.print(stored.release(), spec.commandLine().getOut());
    }
    return 0;
  }
}
