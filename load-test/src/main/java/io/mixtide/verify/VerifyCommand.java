package io.mixtide.verify;

import io.mixtide.app.cli.Json;
import io.mixtide.app.cli.SettingsOptions;
import io.mixtide.app.cli.Subcommand;
import io.mixtide.app.cli.WorkDisplays;
import io.mixtide.app.config.Settings;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mixtide verify}: proves from the topics that a run was exact. */
@Command(
    name = "verify",
    description = {
      "Prove, from the topics of a run, that every observation was counted once: compute every",
      "posterior, prediction and alert again from what was observed, with the release that it",
      "names, and compare bit for bit. Exit status 1 if anything is wrong. The service may run on."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide verify --from-topics --bootstrap-servers kafka:9092 \\",
      "    --schema-registry-url http://registry:8081",
      "  mixtide verify --from-topics --config mixtide.properties --json",
      "",
      "Give the settings that the service has: its prefix, id, limits and alerts count."
    })
public final class VerifyCommand implements Subcommand {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--from-topics",
      required = true,
      description = "Verify what is on the topics, without other records of the run.")
  private boolean fromTopics;

  @Option(names = "--json", description = "Print the counts as one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** Public for the service loader. */
  public VerifyCommand() {}

  @Override
  public Integer call() {
    Settings settings = options.settings();
    settings.requireSharedRegistry();
    CommandSpec command = Objects.requireNonNull(spec);
    Verification found = ReplayVerifier.verify(settings, WorkDisplays.of(command, json));
    return print(command.commandLine().getOut(), found, json);
  }

  /** Prints what was found and returns the exit status that says it. */
  static int print(PrintWriter out, Verification found, boolean json) {
    if (json) {
      out.println(Json.text(found));
    } else {
      VerifyText.print(out, found);
    }
    return found.isExact() ? 0 : 1;
  }
}
