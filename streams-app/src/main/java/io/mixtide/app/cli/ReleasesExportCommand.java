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
      "inference with its input experts as ONNX, in standardised units; or its experts and its",
      "prior network as DL4J's computation graphs."
    },
    footer = {
      "",
      "Examples:",
      "  mixtide releases export b8afc5b55ebb air.safetensors",
      "  mixtide releases export b8afc5b55ebb air.onnx --format onnx",
      "  MIXTIDE_MAVEN_ARGS=-Pnd4j mixtide releases export b8afc5b55ebb air --format dl4j"
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

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "Where to write it; with dl4j, a folder, which is made if it is not there.")
  private Path file;

  /** What is written. */
  enum Format {
    SAFETENSORS,
    ONNX,
    DL4J
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "SAFETENSORS",
      showDefaultValue = Visibility.NEVER,
      description = {
        "safetensors, the release itself, which is the default; onnx; or dl4j, where it is built",
        "in with MIXTIDE_MAVEN_ARGS=-Pnd4j."
      })
  private Format format;

  @Override
  public Integer call() {
    if (format == Format.DL4J) {
      NetworkFolder output = NetworkFolder.at(file, "dl4j");
      say(output.write(inputExperts(read().file())));
      return 0;
    }
    OutputFile output = OutputFile.at("the file", file);
    byte[] release = read().file();
    byte[] bytes = format == Format.ONNX ? OnnxInference.of(inputExperts(release)) : release;
    say(output.write(path -> Files.write(path, bytes)));
    return 0;
  }

  private PublishedRelease read() {
    return ReleaseStore.of(options).topic().read(version);
  }

  private void say(long size) {
    spec.commandLine().getOut().printf("wrote %s: %,d bytes%n", file, size);
  }

  private InputNetwork inputExperts(byte[] release) {
    if (ReleaseFile.read(release).network() instanceof InputNetwork network) {
      return network;
    }
    throw new UserErrorException(
        "release %s has context experts, which %s is not written for: leave --format out"
            .formatted(version, format == Format.ONNX ? "ONNX" : "DL4J"));
  }
}
