package io.mixtide.benchmark.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.UserErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide benchmark plot}: pictures of results. */
@Command(
    name = "plot",
    mixinStandardHelpOptions = true,
    description = {
      "Draw what 'kernels', 'stream' and 'growth' printed with --json: for every kernels*.json,",
      "stream*.json and growth*.json of a directory, a PNG file of the same name beside it."
    },
    footer = {"", "Examples:", "  mixtide benchmark plot load-test/results"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class PlotCommand implements Callable<Integer> {
  private static final String JSON = ".json";

  @Parameters(paramLabel = "DIR", description = "Where the results are.")
  private Path directory;

  @Spec private CommandSpec spec;

  /** Public for picocli. */
  public PlotCommand() {}

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UserErrorException("%s is not a directory".formatted(directory));
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(file -> file.toString().endsWith(JSON)).sorted().toList();
    }
    int drawn = 0;
    for (Path file : files) {
      String name = file.getFileName().toString();
      byte[] png;
      if (name.startsWith("kernels")) {
        png = KernelsPlot.png(read(file));
      } else if (name.startsWith("stream")) {
        png = ServicesPlot.png(read(file));
      } else if (name.startsWith("growth")) {
        png = GrowthPlot.png(read(file));
      } else {
        continue;
      }
      Path picture = directory.resolve(name.substring(0, name.length() - JSON.length()) + ".png");
      Files.write(picture, png);
      spec.commandLine().getOut().println(picture);
      drawn++;
    }
    if (drawn == 0) {
      throw new UserErrorException(
          "%s has no kernels*.json, stream*.json or growth*.json".formatted(directory));
    }
    return 0;
  }

  private static JsonNode read(Path file) {
    try {
      JsonNode result = new JsonMapper().readTree(file.toFile());
      // What grows has no list of results.
      if (result.path("results").isArray() || result.has("contexts")) {
        return result;
      }
    } catch (IOException e) {
      throw new UserErrorException("%s cannot be read: %s".formatted(file, firstLine(e)), e);
    }
    throw new UserErrorException("%s is not what a benchmark prints".formatted(file));
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
