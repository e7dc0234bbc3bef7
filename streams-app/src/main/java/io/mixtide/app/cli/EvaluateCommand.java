package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.data.Holdout;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.Calibration;
import io.mixtide.model.evaluation.Calibrator;
import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.evaluation.Evaluator;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseTraining;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide evaluate}: scores a release on tasks from CSV files. */
@Command(
    name = "evaluate",
    description = {
      "Score a release on tasks from CSV files: how likely it finds what came after the first "
          + "observations of each task, and whether it is as sure as it ought to be.",
      "Where the files have a column 'role', it tells each task's context from its targets."
    },
    footer = {
      "",
      "Example:",
      "  mixtide evaluate --release air.release --data air.csv.gz --holdout-last 0.2"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class EvaluateCommand implements Subcommand {
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
      split = ",",
      paramLabel = "COLUMN",
      description = "Columns that name the task. Default: those of the training data.")
  private @Nullable List<String> task;

  @Option(
      names = "--x",
      split = ",",
      paramLabel = "COLUMN",
      description = "Input columns. Default: those of the training data.")
  private @Nullable List<String> x;

  @Option(
      names = "--y",
      split = ",",
      paramLabel = "COLUMN",
      description = "Output columns. Default: those of the training data.")
  private @Nullable List<String> y;

  @Option(
      names = "--context-sizes",
      split = ",",
      paramLabel = "N",
      description =
          "How many observations to see before scoring the rest. Default: 1,2,3,4,6,8,12, or all "
              + "that the column 'role' gives.")
  private @Nullable List<Integer> contextSizes;

  @Option(
      names = "--holdout-last",
      paramLabel = "SHARE",
      description =
          "Score only the tasks that begin in this last share of the rows, as a release that was "
              + "trained on the file with the same share has not seen them. Default: all tasks.")
  private @Nullable Double holdoutLast;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Public for the service loader. */
  public EvaluateCommand() {}

  /** What {@code --json} prints. */
  record Result(
      String release,
      List<ContextScore> scores,
      ScoreTable.Mean mean,
      List<Calibration> calibration,
      Calibration meanCalibration) {}

  @Override
  public Integer call() {
    if (holdoutLast != null && !(holdoutLast > 0 && holdoutLast < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--holdout-last must lie between 0 and 1, not " + holdoutLast);
    }
    if (contextSizes != null && contextSizes.stream().anyMatch(n -> n < 0)) {
      throw new ParameterException(
          spec.commandLine(), "--context-sizes must not be negative: " + contextSizes);
    }
    Release model = LocalRelease.read(release);
    TaskSet tasks = readTasks(model);
    List<Integer> sizes = contextSizes(tasks);
    WorkDisplays displays = WorkDisplays.of(spec, json);
    List<ContextScore> scores;
    try (WorkDisplay display = displays.start("scoring", " tasks", tasks.size())) {
      scores = score(model, tasks, sizes, display::one);
    }
    List<Calibration> calibration;
    try (WorkDisplay display = displays.start("calibrating", " tasks", tasks.size())) {
      calibration =
          new Calibrator(model.network(), model.standardisation(), Kernels.of("vector"))
              .calibrate(tasks, sizes, display::one);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.text(
              new Result(
                  model.version(),
                  scores,
                  ScoreTable.Mean.of(scores),
                  calibration,
                  Calibration.mean(calibration))));
    } else {
      out.printf("release %s%n", model.version());
      ScoreTable.print(scores, out);
      CalibrationTable.print(calibration, out);
    }
    return 0;
  }

  private TaskSet readTasks(Release model) {
    PrintWriter err = spec.commandLine().getErr();
    TaskSet tasks =
        TaskFiles.read(
            data,
            TaskFiles.columnsFor(model, task, x, y),
            model.standardisation().transform() == OutputTransform.LOG1P,
            err);
    if (holdoutLast != null) {
      tasks = Holdout.holdoutLast(tasks, holdoutLast).heldOut();
      err.printf("%d tasks begin in the last %s of the rows%n", tasks.size(), holdoutLast);
    } else if (TaskFiles.sha256(data).equals(model.provenance().dataSha256())) {
      err.println("the release was trained on this data: --holdout-last scores unseen tasks only");
    }
    TaskSet usable = TaskFiles.withoutShort(tasks);
    TaskFiles.reportShort(tasks.size() - usable.size(), err);
    err.flush();
    TaskFiles.requireInRange(usable, model.standardisation());
    return usable;
  }

  private List<Integer> contextSizes(TaskSet tasks) {
    if (contextSizes != null) {
      return contextSizes;
    }
    boolean roles =
        tasks.tasks().stream().anyMatch(one -> one.contextSize() != Task.NO_CONTEXT_SIZE);
    return roles ? List.of() : ReleaseTraining.CONTEXT_SIZES;
  }

  private static List<ContextScore> score(
      Release model, TaskSet tasks, List<Integer> sizes, Runnable scored) {
    List<ContextScore> scores =
        new Evaluator(
                model.network(),
                model.standardisation(),
                Kernels.of("vector"),
                // The seed of the release's own scores: the same tasks give the same numbers.
                model.provenance().settings().seed())
            .evaluate(tasks, sizes, scored);
    if (scores.isEmpty()) {
      throw new UserErrorException(
          "none of %d tasks leaves a target after any of the context sizes; name smaller "
                  .formatted(tasks.size())
              + "--context-sizes, or data with longer tasks");
    }
    return scores;
  }
}
