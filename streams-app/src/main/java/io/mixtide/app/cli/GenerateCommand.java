package io.mixtide.app.cli;

import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.CsvTasksWriter;
import io.mixtide.model.data.GpMix;
import io.mixtide.model.data.TaskSet;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mixtide generate}: writes tasks of a known family, to try the program on. */
@Command(
    name = "generate",
    description = {
      "Write tasks drawn from a known generator as CSV.",
      "Family clustered: six shared curves, four groups of tasks that mix them.",
      "Family gp: smooth functions of Gaussian processes, of three covariances in turn: rbf, wp "
          + "(weakly periodic), mat (Matern 5/2).",
      "Columns: task, group, x, y. The best possible scores of both are known."
    },
    footer = {
      "",
      "Example:",
      "  mixtide generate clustered --tasks 20000 --seed 2 --out clustered.csv.gz",
      "  mixtide generate gp --tasks 60000 --seed 2 --out gp.csv.gz"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class GenerateCommand implements Subcommand {
  private static final long LONG_WORK = 500_000;
  private static final long MOST_OBSERVATIONS = 50_000_000;

  /** The known generators. */
  enum Family {
    CLUSTERED,
    GP
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FAMILY", description = "What to draw from: clustered, gp.")
  private Family family;

  @Option(names = "--tasks", required = true, paramLabel = "N", description = "How many tasks.")
  private int tasks;

  @Option(
      names = "--points",
      defaultValue = "100",
      paramLabel = "N",
      description = "Observations of each task. Default: ${DEFAULT-VALUE}.")
  private int points;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Equal seeds give equal files. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write; gzipped if its name ends in .gz.")
  private Path out;

  /** Public for the service loader. */
  public GenerateCommand() {}

  @Override
  public Integer call() {
    long observations = (long) tasks * points;
    if (tasks < 1 || points < 1 || observations > MOST_OBSERVATIONS) {
      throw new ParameterException(
          spec.commandLine(),
          "--tasks and --points must be at least 1, and their product at most "
              + MOST_OBSERVATIONS);
    }
    if (family == Family.GP && points > GpMix.MOST_POINTS) {
      throw new ParameterException(
          spec.commandLine(), "--points must be at most %d for gp".formatted(GpMix.MOST_POINTS));
    }
    OutputFile file = OutputFile.at(out);
    WorkDisplays displays =
        observations > LONG_WORK ? WorkDisplays.of(spec, false) : WorkDisplays.NONE;
    TaskSet drawn = draw(displays);
    long size;
    try (WorkDisplay display = displays.start("writing", " tasks", tasks)) {
      size = file.write(path -> CsvTasksWriter.write(drawn, path, display::one));
    }
    spec.commandLine()
        .getOut()
        .printf("%s: %d tasks of %d observations, %d bytes%n", out, tasks, points, size);
    return 0;
  }

  private TaskSet draw(WorkDisplays displays) {
    return switch (family) {
      // Quick, beside the writing.
      case CLUSTERED -> ClusteredFamily.generate(tasks, points, seed);
      case GP -> {
        try (WorkDisplay display = displays.start("drawing", " tasks", tasks)) {
          yield GpMix.generate(tasks, points, seed, display::one);
        }
      }
    };
  }
}
