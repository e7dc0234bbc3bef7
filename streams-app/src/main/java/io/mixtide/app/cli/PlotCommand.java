package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.plot.TaskPlot;
import io.mixtide.app.plot.TaskPrediction;
import io.mixtide.model.data.CsvColumns;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.Release;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide plot}: draws a release's prediction for one task. */
@Command(
    name = "plot",
    description = {
      "Draw what a release predicts for one task after its first observations, as PNG: the density "
          + "in colours, the context, what came later, and the weights of the experts.",
      "For releases of one x and one y. No display is needed, but fonts are."
    },
    footer = {
      "",
      "Example:",
      "  mixtide plot --release air.release --data air.csv.gz --task Dingling/2015-12-01 \\",
      "    --context 6 --out dingling.png"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class PlotCommand implements Subcommand {
  private static final int MIN_WIDTH = 600;
  private static final int MIN_HEIGHT = 300;
  private static final int MAX_SIDE = 4000;
  private static final int NAMES_SHOWN = 5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--release",
      required = true,
      paramLabel = "FILE",
      description = "The release, as 'mixtide train' wrote it.")
  private Path release;

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "CSV files, .csv or .csv.gz, rows in order of arrival.")
  private List<Path> data;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "NAME",
      description = "The task to draw; where several columns name it, their values joined by '/'.")
  private String task;

  @Option(
      names = "--context",
      required = true,
      paramLabel = "N",
      description = "How many of the task's first observations the release sees.")
  private int context;

  @Option(
      names = "--task-columns",
      split = ",",
      paramLabel = "COLUMN",
      description = "Columns that name the task. Default: those of the training data.")
  private @Nullable List<String> taskColumns;

  @Option(
      names = "--x",
      paramLabel = "COLUMN",
      description = "Input column. Default: that of the training data.")
  private @Nullable String x;

  @Option(
      names = "--y",
      paramLabel = "COLUMN",
      description = "Output column. Default: that of the training data.")
  private @Nullable String y;

  @Option(
      names = "--width",
      defaultValue = "1200",
      paramLabel = "PIXELS",
      description = "Width of the picture. Default: ${DEFAULT-VALUE}.")
  private int width;

  @Option(
      names = "--height",
      defaultValue = "600",
      paramLabel = "PIXELS",
      description = "Height of the picture. Default: ${DEFAULT-VALUE}.")
  private int height;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The PNG file to write.")
  private Path out;

  /** Public for the service loader. */
  public PlotCommand() {}

  @Override
  public Integer call() {
    requireFlags();
    OutputFile file = OutputFile.at(out);
    Release model = LocalRelease.read(release);
    requireOneDimension(model);
    CsvColumns columns =
        TaskFiles.columnsFor(
            model, taskColumns, x == null ? null : List.of(x), y == null ? null : List.of(y));
    Task drawn = findTask(model, columns);
    TaskPlot plot =
        new TaskPlot(
            TaskPrediction.of(model, drawn, context),
            columns.x().getFirst(),
            columns.y().getFirst());
    byte[] png = plot.png(width, height);
    file.write(path -> Files.write(path, png));
    spec.commandLine()
        .getOut()
        .printf("%s: %d x %d pixels; task %s, %s%n", out, width, height, task, plot.summary());
    return 0;
  }

  private void requireFlags() {
    if (context < 0) {
      throw new ParameterException(
          spec.commandLine(), "--context must not be negative: " + context);
    }
    if (width < MIN_WIDTH || height < MIN_HEIGHT || width > MAX_SIDE || height > MAX_SIDE) {
      throw new ParameterException(
          spec.commandLine(),
          "--width must lie between %d and %d, --height between %d and %d, not %d and %d"
              .formatted(MIN_WIDTH, MAX_SIDE, MIN_HEIGHT, MAX_SIDE, width, height));
    }
  }

  private static void requireOneDimension(Release model) {
    Architecture architecture = model.network().architecture();
    if (architecture.dx() != 1 || architecture.dy() != 1) {
      throw new UserErrorException(
          "plot draws one x and one y, and release %s takes %d x and %d y; 'mixtide evaluate' scores it"
              .formatted(model.version(), architecture.dx(), architecture.dy()));
    }
  }

  private Task findTask(Release model, CsvColumns columns) {
    PrintWriter err = spec.commandLine().getErr();
    boolean log1p = model.standardisation().transform() == OutputTransform.LOG1P;
    TaskSet tasks = TaskFiles.read(data, columns, log1p, err);
    err.flush();
    Task found =
        tasks.tasks().stream()
            .filter(one -> one.name().equals(task))
            .findFirst()
            .orElseThrow(() -> unknownTask(tasks));
    if (context > found.size()) {
      throw new UserErrorException(
          "task '%s' has %d observations, so --context cannot be %d"
              .formatted(task, found.size(), context));
    }
    TaskFiles.requireInRange(new TaskSet(1, 1, List.of(found)), model.standardisation());
    return found;
  }

  private UserErrorException unknownTask(TaskSet tasks) {
    String some =
        tasks.tasks().stream()
            .limit(NAMES_SHOWN)
            .map(one -> "'" + one.name() + "'")
            .collect(Collectors.joining(", "));
    return new UserErrorException(
        "there is no task '%s' among the %d of the data, such as %s"
            .formatted(task, tasks.size(), some));
  }
}
