package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.releases.PublishedRelease;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.onnx.OnnxInference;
import io.mixtide.model.release.ReleaseFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide releases export}: the file of a release, as it was published. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write the file of a published release, byte for byte; or, for another program to run, one",
      "inference with its input experts as ONNX, in standardised units."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide releases export b8afc5b55ebb air.safetensors",
      "  mixtide releases export b8afc5b55ebb air.onnx --format onnx"
    })
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

  /** What is written. */
  enum Format {
    SAFETENSORS,
    ONNX
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "SAFETENSORS",
      showDefaultValue = Visibility.NEVER,
      description = "safetensors, the release itself, which is the default; or onnx.")
  private Format format;

  @Override
  public Integer call() {
    OutputFile output = OutputFile.at("the file", file);
    PublishedRelease release = ReleaseStore.of(options).topic().read(version);
    byte[] bytes =
        switch (format) {
          case SAFETENSORS -> release.file();
          case ONNX -> onnx(release.file());
        };
    long size = output.write(path -> Files.write(path, bytes));
    spec.commandLine().getOut().printf("wrote %s: %,d bytes%n", file, size);
    return 0;
  }

  private byte[] onnx(byte[] release) {
    if (ReleaseFile.read(release).network() instanceof InputNetwork network) {
      return OnnxInference.of(network);
    }
    throw new UserErrorException(
        "release %s has context experts, which ONNX is not written for: leave --format out"
            .formatted(version));
  }
}
