package io.mixtide.app.cli;

import io.mixtide.app.ProgramVersion;
import io.mixtide.app.UserErrorException;
import io.mixtide.model.data.CsvColumns;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.release.KeptCheckpoints;
import io.mixtide.model.release.Provenance;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.model.release.ReleaseTraining;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.TrainingDivergedException;
import io.mixtide.model.training.TrainingProgress;
import io.mixtide.model.training.TrainingSettings;
import io.mixtide.model.training.Variant;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mixtide train}: trains a release on CSV files. */
@Command(
    name = "train",
    description = {
      "Train a release on tasks from CSV files, and score it on the tasks that came last.",
      "The same data, flags and version of the program give the same file, byte for byte."
    },
    footer = {
      "",
      "Example:",
      "  mixtide train --data air.csv.gz --task station,date --x hour --y pm25 \\",
      "      --log1p-y --max-context 23 --out air.release"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class TrainCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "CSV files, .csv or .csv.gz, with a header and rows in order of arrival; several "
              + "continue one another.")
  private List<Path> data;

  @Mixin private ColumnOptions columnOptions;

  @Option(
      names = "--log1p-y",
      description = "Learn ln(1 + y): for outputs above -1 with a long tail.")
  private boolean log1p;

  @Option(
      names = "--holdout-last",
      defaultValue = "0.2",
      paramLabel = "SHARE",
      description =
          "Hold out the tasks that begin in this last share of the rows, and score on them. "
              + "Default: ${DEFAULT-VALUE}.")
  private double holdoutLast;

  @Option(
      names = "--steps",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Training steps of 32 tasks each. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of every random draw. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /** What an expert's density depends on. */
  enum Kind {
    INPUT,
    CONTEXT
  }

  @Option(
      names = "--kind",
      defaultValue = "input",
      paramLabel = "KIND",
      description = {
        "input: experts know x alone; an arrival costs the same whatever the context.",
        "context: experts look at the task's latest observations too; better on smooth functions, "
            + "and a query costs more the more there are. Default: ${DEFAULT-VALUE}."
      })
  private Kind kind;

  @Option(
      names = "--variant",
      defaultValue = "default",
      paramLabel = "V",
      description =
          "a1 to a5: the method with parts left out, for comparison; see 'mixtide benchmark "
              + "ablation'. Default: ${DEFAULT-VALUE}.")
  private Variant variant;

  @Option(
      names = "--window",
      defaultValue = "128",
      paramLabel = "N",
      description =
          "How many of a task's latest observations context experts look at, at least "
              + "--max-context. Default: ${DEFAULT-VALUE}.")
  private int window;

  @Option(
      names = "--experts",
      paramLabel = "L",
      description =
          "Number of experts: two to four times the modes you expect. Default: 24 input experts or "
              + "16 context experts.")
  private @Nullable Integer experts;

  @Option(
      names = "--max-context",
      defaultValue = "50",
      paramLabel = "N",
      description = "Largest context to train on. Default: ${DEFAULT-VALUE}.")
  private int maxContext;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Keep the state of training here, to go on from when the same command is given again "
              + "after an interruption: the release comes out the same. Deleted at the end.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--checkpoint-every",
      defaultValue = "250",
      paramLabel = "N",
      description = "Steps from one state to the next. Default: ${DEFAULT-VALUE}.")
  private int checkpointEvery;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The release.")
  private Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Public for the service loader. */
  public TrainCommand() {}

  /** What {@code --json} prints. */
  record Result(
      String release,
      String file,
      long bytes,
      int trainingTasks,
      int heldOutTasks,
      double prequential,
      List<ContextScore> scores,
      ScoreTable.Mean mean) {}

  @Override
  public Integer call() {
    require(holdoutLast > 0 && holdoutLast < 1, "--holdout-last must lie between 0 and 1");
    require(steps >= 1, "--steps must be at least 1");
    require(experts == null || experts >= 1, "--experts must be at least 1");
    require(maxContext >= 0, "--max-context must be at least 0");
    require(
        window >= 1 && window <= Attention.MAX_WINDOW,
        "--window must lie between 1 and " + Attention.MAX_WINDOW);
    requireFlagsThatAgree();
    CsvColumns columns = columnOptions.columns();
    OutputFile file = OutputFile.at(out);
    OutputTransform transform = log1p ? OutputTransform.LOG1P : OutputTransform.IDENTITY;
    TrainingData tasks =
        TrainingData.read(data, columns, transform, holdoutLast, spec.commandLine().getErr());
    byte[] bytes = train(columns, transform, tasks);
    long size = file.write(path -> Files.write(path, bytes));
    if (checkpoint != null) {
      TrainingCheckpoint.delete(checkpoint);
    }
    report(ReleaseFile.read(bytes), size);
    return 0;
  }

  private byte[] train(CsvColumns columns, OutputTransform transform, TrainingData tasks) {
    Provenance provenance =
        new Provenance(
            ProgramVersion.get(),
            TaskFiles.fileNames(data),
            TaskFiles.sha256(data),
            columns.task(),
            columns.x(),
            columns.y(),
            holdoutLast,
            tasks.training().size(),
            tasks.training().observations(),
            settings());
    PrintWriter err = spec.commandLine().getErr();
    KeptCheckpoints kept = checkpoint(provenance, transform);
    if (kept != null && kept.resumed() != null) {
      err.printf("going on after step %d%n", kept.resumed().step());
    }
    int before = kept == null || kept.resumed() == null ? 0 : kept.resumed().step();
    try (WorkDisplay display =
        WorkDisplays.of(spec, json).goOn("training", " steps", before, steps)) {
      return ReleaseTraining.train(
          architecture(),
          transform,
          tasks.training(),
          tasks.heldOut(),
          provenance,
          Kernels.of("vector"),
          kept == null ? Checkpoints.NONE : kept,
          progress -> display.accept(progress.step(), note(progress)));
    } catch (TrainingDivergedException e) {
      throw new UserErrorException(
          "training diverged: look for extreme values in the data, or try another --seed", e);
    }
  }

  private static String note(TrainingProgress progress) {
    // Where no particles are drawn, their effective number says nothing.
    String ess =
        progress.ess() == 0 ? "" : String.format(Locale.ROOT, ", ESS %.1f", progress.ess());
    return String.format(Locale.ROOT, ", loss %.3f%s", progress.loss(), ess);
  }

  private @Nullable KeptCheckpoints checkpoint(Provenance provenance, OutputTransform transform) {
    return checkpoint == null
        ? null
        : TrainingCheckpoint.at(
            checkpoint,
            checkpointEvery,
            architecture(),
            Json.text(List.of(provenance, architecture(), transform)));
  }

  private Architecture architecture() {
    int dx = columnOptions.columns().x().size();
    int dy = columnOptions.columns().y().size();
    Architecture standard =
        switch (kind) {
          case INPUT -> Architecture.standard(dx, dy);
          case CONTEXT ->
              Architecture.context(dx, dy).withAttention(Attention.STANDARD.withWindow(window));
        };
    return variant.of(experts == null ? standard : standard.withExperts(experts));
  }

  private TrainingSettings settings() {
    TrainingSettings standard =
        switch (kind) {
          case INPUT -> TrainingSettings.standard(steps, seed);
          case CONTEXT -> TrainingSettings.context(steps, seed);
        };
    return variant.of(standard.withMaxContext(maxContext));
  }

  private void report(Release release, long size) {
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      to.println(
          Json.text(
              new Result(
                  release.version(),
                  out.toString(),
                  size,
                  release.provenance().trainingTasks(),
                  release.heldOut().tasks(),
                  release.heldOut().prequential(),
                  release.scores(),
                  ScoreTable.Mean.of(release.scores()))));
      return;
    }
    to.printf("release %s, %s, %d bytes%n", release.version(), out, size);
    to.printf(
        Locale.ROOT,
        "%d held-out tasks, each observation scored before it is seen: %.3f nats%n",
        release.heldOut().tasks(),
        release.heldOut().prequential());
    ScoreTable.print(release.scores(), to);
  }

  private void requireFlagsThatAgree() {
    require(
        variant != Variant.A1 || experts == null || experts == 1,
        "--variant a1 has one expert; leave --experts out");
    require(
        kind == Kind.CONTEXT || !given("--window"),
        "--window is for experts that look at the context; add --kind context");
    require(
        kind == Kind.INPUT || window >= maxContext,
        "--window must be at least --max-context, %d: in training experts look at all of it"
            .formatted(maxContext));
    require(checkpointEvery >= 1, "--checkpoint-every must be at least 1");
    require(
        checkpoint != null || !given("--checkpoint-every"),
        "--checkpoint-every needs --checkpoint FILE");
    require(
        checkpoint == null || !absolute(checkpoint).equals(absolute(out)),
        "--checkpoint and --out name the same file");
  }

  private boolean given(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
