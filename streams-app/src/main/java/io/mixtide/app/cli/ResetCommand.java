package io.mixtide.app.cli;

import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.DirectoryTree;
import io.mixtide.app.topics.ApplicationState;
import io.mixtide.schemas.Topics;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide reset}: has the service forget all tasks. */
@Command(
    name = "reset",
    description = {
      "Have the service forget all tasks and begin anew with the first record that its topics still",
      "have, or with what comes next. Deletes its place in the topics, its changelogs and the state",
      "directory on this machine. All instances must be stopped. What was written to the outputs",
      "stays there, and is written again for the records that are taken again."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide reset                     say what would be deleted",
      "  mixtide reset --execute",
      "  mixtide reset --to-latest --execute"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ResetCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Option(names = "--execute", description = "Do it; without this nothing is changed.")
  private boolean execute;

  @Option(names = "--to-latest", description = "Pass over what the topics have already.")
  private boolean toLatest;

  /** Public for the service loader. */
  public ResetCommand() {}

  @Override
  public Integer call() {
    Settings settings = options.settings();
    PrintWriter out = spec.commandLine().getOut();
    Path directory = settings.stateDir().resolve(settings.applicationId());
    try (ApplicationState state =
        new ApplicationState(
            settings.clientProperties(),
            settings.applicationId(),
            new Topics(settings.topicPrefix()))) {
      state.requireStopped();
      state.changelogs().forEach(topic -> out.printf("%s topic %s%n", verb(), topic));
      if (Files.isDirectory(directory)) {
        out.printf("%s %s%n", verb(), directory.toAbsolutePath());
      }
      out.printf(
          "%s at the %s of %s%n",
          execute ? "begins" : "would begin",
          toLatest ? "end" : "beginning",
          String.join(" and ", state.inputs()));
      if (execute) {
        // The copies on disk first: they must never be older than what they are copies of.
        if (Files.isDirectory(directory)) {
          DirectoryTree.delete(directory);
        }
        state.reset(toLatest);
        out.println("state directories on other machines have to be deleted there");
      } else {
        out.println("nothing was changed: do it with --execute");
      }
    }
    return 0;
  }

  private String verb() {
    return execute ? "deletes" : "would delete";
  }
}
