package io.mixtide.app.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code mixtide releases}: looks into what is on the topic of releases, and decides which release
 * is in force and which runs in the shadow.
 */
@Command(
    name = "releases",
    description = "Publish releases, look into them, put one in force or in the shadow.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ReleasesListCommand.class,
      ReleasesShowCommand.class,
      ReleasesDiffCommand.class,
      ReleasesPublishCommand.class,
      ReleasesExportCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  mixtide releases publish model.safetensors --activate",
      "  mixtide releases shadow 5ab1c09d7e21 --share 0.1",
      "  mixtide releases promote --reason \"better on a week of tasks\"",
      "  mixtide releases rollback --reason \"too sure on Sundays\""
    })
public final class ReleasesCommand implements Subcommand {
  private static final String AS_LISTED = "As 'mixtide releases list' names it.";
  private static final String WHY = "Why, for those who read the list.";

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  /** Public for the service loader. */
  public ReleasesCommand() {}

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  @Command(
      name = "activate",
      footer = {
        "",
        "Example:",
        "  mixtide releases activate 5ab1c09d7e21 --reason \"as agreed on Friday\""
      },
      mixinStandardHelpOptions = true,
      description = "Put a published release in force, be it newer or older than the present one.")
  int activate(
      @Mixin SettingsOptions options,
      @Parameters(paramLabel = "VERSION", description = AS_LISTED) String version,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = WHY)
          String reason) {
    ReleaseStore store = ReleaseStore.of(options);
    store.requireSameShape(store.read(version).release());
    store.topic().activate(version, ReleaseStore.user(), reason);
    out().println(version + " is in force");
    return 0;
  }

  @Command(
      name = "rollback",
      footer = {"", "Example:", "  mixtide releases rollback --reason \"too sure on Sundays\""},
      mixinStandardHelpOptions = true,
      description =
          "Go back to the release that was in force before the present one was activated;"
              + " once more goes one further back.")
  int rollback(
      @Mixin SettingsOptions options,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = WHY)
          String reason) {
    String version = ReleaseStore.of(options).topic().rollback(ReleaseStore.user(), reason);
    out().println("back to " + version);
    return 0;
  }

  @Command(
      name = "shadow",
      footer = {"", "Example:", "  mixtide releases shadow 5ab1c09d7e21 --share 0.1"},
      mixinStandardHelpOptions = true,
      description =
          "Run a published release beside the one in force: its scores go to the topic"
              + " shadow-scores, nothing else of it is seen.")
  int shadow(
      @Mixin SettingsOptions options,
      @Parameters(paramLabel = "VERSION", description = AS_LISTED) String version,
      @Option(
              names = "--share",
              required = true,
              paramLabel = "SHARE",
              description = "Of the tasks, by a hash of their names: above 0, up to 1.")
          double share,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = WHY)
          String reason) {
    ReleaseStore store = ReleaseStore.of(options);
    store.requireSameShape(store.read(version).release());
    store.topic().shadow(version, share, ReleaseStore.user(), reason);
    out().printf("%s runs in the shadow on a share of %s of the tasks%n", version, share);
    return 0;
  }

  @Command(
      name = "promote",
      footer = {
        "",
        "Example:",
        "  mixtide releases promote --reason \"better on a week of tasks\""
      },
      mixinStandardHelpOptions = true,
      description = "Put the release that runs in the shadow in force, which ends the shadow.")
  int promote(
      @Mixin SettingsOptions options,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = WHY)
          String reason) {
    String version = ReleaseStore.of(options).topic().promoteShadow(ReleaseStore.user(), reason);
    out().println(version + " is in force");
    return 0;
  }

  @Command(
      name = "drop",
      footer = {"", "Example:", "  mixtide releases drop"},
      mixinStandardHelpOptions = true,
      description = "End the shadow; the release in force stays.")
  int drop(
      @Mixin SettingsOptions options,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = WHY)
          String reason) {
    ReleaseStore.of(options).topic().dropShadow(ReleaseStore.user(), reason);
    out().println("no release runs in the shadow");
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
