package io.mixtide.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide releases publish}: puts a release file on the topic. */
@Command(
    name = "publish",
    footer = {"", "Example:", "  mixtide releases publish model.safetensors --activate"},
    mixinStandardHelpOptions = true,
    description = "Put a release file on the topic; running services are not changed by it.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ReleasesPublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Parameters(paramLabel = "FILE", description = "What 'mixtide train' wrote.")
  private Path file;

  @Option(names = "--activate", description = "Put it in force at once.")
  private boolean activate;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why it is put in force, for those who read the list.")
  private String reason;

  @Override
  public Integer call() {
    ReleaseFromFile release = ReleaseFromFile.read(file);
    ReleaseStore store = ReleaseStore.of(options);
    if (activate) {
      store.requireSameShape(release.release());
    }
    boolean written = store.topic().publish(release.toPublish());
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        written ? "published " + release.version() : release.version() + " is published already");
    if (activate) {
      store.topic().activate(release.version(), ReleaseStore.user(), reason);
      out.println(release.version() + " is in force");
    }
    return 0;
  }
}
