package io.mixtide.app.cli;

import io.mixtide.app.releases.PublishedRelease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide releases export}: the file of a release, as it was published. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write the file of a published release, byte for byte.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ReleasesExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Parameters(
      index = "0",
      paramLabel = "VERSION",
      description = "As 'mixtide releases list' names it.")
  private String version;

  @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it.")
  private Path file;

  @Override
  public Integer call() {
    OutputFile output = OutputFile.at("the file", file);
    PublishedRelease release = ReleaseStore.of(options).topic().read(version);
    long size = output.write(path -> Files.write(path, release.file()));
    spec.commandLine().getOut().printf("wrote %s: %,d bytes%n", file, size);
    return 0;
  }
}
