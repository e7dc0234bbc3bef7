package io.mixtide.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mixtide.app.ProgramVersion;
import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.CsvColumns;
import io.mixtide.model.data.CsvTasksWriter;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.CheckpointFile;
import io.mixtide.model.release.Provenance;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.model.release.ReleaseTraining;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.TrainingState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
  private static final String FLAGS = "--task task --x x --y y --steps 12 --experts 4";

  @TempDir private Path folder;
  private Path data;
  private Path out;

  @BeforeEach
  void writeData() {
    data = folder.resolve("tasks.csv.gz");
    out = folder.resolve("small.release");
    CsvTasksWriter.write(ClusteredFamily.generate(120, 14, 5), data);
  }

  @Test
  void shouldTrainAndReportScores() throws Exception {
    CommandRun run = CommandRun.of("train --data", data, FLAGS, "--out", out).shouldSucceed();
    assertThat(run.err())
        .contains("read 1680 rows of 120 tasks from tasks.csv.gz")
        .contains("training on 96 tasks; holding out 24")
        .contains(
            "training: 2 of 12 steps, loss ",
            "training: 12 of 12 steps, loss ",
            "ESS ",
            "steps/s",
            "0:00:00 left")
        .doesNotContain("skipped", "left out", "unsteady");
    assertThat(run.err().lines().filter(line -> line.startsWith("training: "))).hasSize(10);
    assertThat(run.out())
        .contains(version(), "24 held-out tasks", Files.size(out) + " bytes", "mean")
        .containsPattern("(?m)^ +12 +24 +-?\\d+\\.\\d{3} ");
  }

  @Test
  void shouldGiveTheSameBytesForTheSameCommand() throws IOException {
    CommandRun.of("train --data", data, FLAGS, "--out", out).shouldSucceed();
    byte[] first = Files.readAllBytes(out);
    CommandRun.of("train --data", data, FLAGS, "--out", out).shouldSucceed();
    assertThat(Files.readAllBytes(out)).isEqualTo(first);
    CommandRun.of("train --data", data, FLAGS, "--seed 2 --out", out).shouldSucceed();
    assertThat(Files.readAllBytes(out)).isNotEqualTo(first);
    assertThat(filesInFolder()).containsExactly("small.release", "tasks.csv.gz");
  }

  @Test
  void shouldRecordWhereTheReleaseComesFrom() throws Exception {
    CommandRun.of("train --data", data, FLAGS, "--max-context 9 --seed 3 --out", out)
        .shouldSucceed();
    Provenance provenance = ReleaseFile.read(Files.readAllBytes(out)).provenance();
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(data));
    assertThat(provenance.dataSha256()).isEqualTo(HexFormat.of().formatHex(digest));
    assertThat(provenance.data()).containsExactly("tasks.csv.gz");
    assertThat(provenance.task()).containsExactly("task");
    assertThat(provenance.x()).containsExactly("x");
    assertThat(provenance.y()).containsExactly("y");
    assertThat(provenance.trainingTasks()).isEqualTo(96);
    assertThat(provenance.trainingObservations()).isEqualTo(96 * 14);
    assertThat(provenance.settings().steps()).isEqualTo(12);
    assertThat(provenance.settings().maxContext()).isEqualTo(9);
    assertThat(provenance.settings().seed()).isEqualTo(3);
    assertThat(provenance.codeVersion()).isEqualTo(ProgramVersion.get());
  }

  @Test
  void shouldTrainContextExpertsAndVariants() throws IOException {
    CommandRun.of(
            "train --data",
            data,
            FLAGS,
            "--kind context --window 7 --max-context 7 --variant a5 --out",
            out)
        .shouldSucceed();
    Release release = ReleaseFile.read(Files.readAllBytes(out));
    assertThat(release.network().architecture().attention().window()).isEqualTo(7);
    assertThat(release.provenance().settings().auxiliary()).isZero();
    CommandRun.of("evaluate --release", out, "--data", data).shouldSucceed();
  }

  @Test
  void shouldDeleteItsCheckpointAtTheEndAndGiveTheSameRelease() throws IOException {
    CommandRun.of("train --data", data, FLAGS, "--out", out).shouldSucceed();
    byte[] expected = Files.readAllBytes(out);
    Path checkpoint = out.resolveSibling("checkpoint");
    CommandRun.of(
            "train --data",
            data,
            FLAGS,
            "--checkpoint-every 5 --checkpoint",
            checkpoint,
            "--out",
            out)
        .shouldSucceed();
    assertThat(Files.readAllBytes(out)).isEqualTo(expected);
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void shouldGoOnFromACheckpointToTheSameRelease() throws IOException {
    CommandRun.of("train --data", data, FLAGS, "--out", out).shouldSucceed();
    byte[] expected = Files.readAllBytes(out);
    Path checkpoint = folder.resolve("checkpoint");
    Files.write(checkpoint, checkpointOf(ReleaseFile.read(expected), 5));
    CommandRun run =
        CommandRun.of("train --data", data, FLAGS, "--checkpoint", checkpoint, "--out", out)
            .shouldSucceed();
    assertThat(run.err()).contains("going on after step 5").doesNotContain("4 of 12");
    assertThat(Files.readAllBytes(out)).isEqualTo(expected);
    assertThat(checkpoint).doesNotExist();

    Files.write(checkpoint, checkpointOf(ReleaseFile.read(expected), 5));
    CommandRun.of("train --data", data, FLAGS, "--seed 2 --checkpoint", checkpoint, "--out", out)
        .shouldBeRefused("--checkpoint", "other data, settings or code");
    assertThat(checkpoint).exists();
  }

  /** What the same command would have left had it been interrupted. */
  private byte[] checkpointOf(Release release, int step) {
    Provenance provenance = release.provenance();
    Architecture architecture = release.network().architecture();
    OutputTransform transform = release.standardisation().transform();
    TrainingData tasks =
        TrainingData.read(
            List.of(data),
            CsvColumns.of(provenance.task(), provenance.x(), provenance.y()),
            transform,
            provenance.holdoutLast(),
            new PrintWriter(Writer.nullWriter()));
    String training = Json.text(List.of(provenance, architecture, transform));
    List<byte[]> kept = new ArrayList<>();
    Checkpoints checkpoints =
        new Checkpoints() {
          @Override
          public @Nullable TrainingState resumed() {
            return null;
          }

          @Override
          public boolean isDue(int at) {
            return at == step;
          }

          @Override
          public void save(TrainingState state) {
            kept.add(CheckpointFile.write(state, training));
          }
        };
    ReleaseTraining.train(
        architecture,
        transform,
        tasks.training(),
        tasks.heldOut(),
        provenance,
        Kernels.of("vector"),
        checkpoints,
        progress -> {});
    return kept.getFirst();
  }

  @Test
  void shouldNotTakeOneFileForBothCheckpointAndRelease() {
    CommandRun.of(
            "train --data",
            data,
            FLAGS,
            "--checkpoint",
            folder.resolve("x/../small.release"),
            "--out",
            out)
        .shouldBeRefused("--checkpoint and --out name the same file");
  }

  @Test
  void shouldSayNothingOfParticlesWhereNoneAreDrawn() {
    CommandRun run =
        CommandRun.of("train --data", data, FLAGS, "--variant A3 --out", out).shouldSucceed();
    assertThat(run.err()).contains("12 of 12 steps, loss ").doesNotContain("ESS");
  }

  @Test
  void shouldSayWhyItCannotGoOn() throws IOException {
    Path checkpoint = Files.writeString(out.resolveSibling("checkpoint"), "no checkpoint");
    CommandRun.of("train --data", data, FLAGS, "--checkpoint", checkpoint, "--out", out)
        .shouldBeRefused("cannot be resumed", "delete it to begin anew");
  }

  @Test
  void shouldPrintJson() throws Exception {
    CommandRun run = CommandRun.of("train --json --data", data, FLAGS, "--out", out);
    JsonNode json = run.shouldSucceed().json();
    assertThat(run.err()).doesNotContain("training: ");
    assertThat(json.at("/release").asText()).isEqualTo(version());
    assertThat(json.at("/file").asText()).isEqualTo(out.toString());
    assertThat(json.at("/bytes").asLong()).isEqualTo(Files.size(out));
    assertThat(json.at("/trainingTasks").asInt()).isEqualTo(96);
    assertThat(json.at("/heldOutTasks").asInt()).isEqualTo(24);
    assertThat(json.at("/prequential").isDouble()).isTrue();
    assertThat(json.at("/scores")).hasSize(7);
    assertThat(json.at("/scores/0/contextSize").asInt()).isEqualTo(1);
    assertThat(json.at("/mean/joint").isDouble()).isTrue();
  }

  @Test
  void shouldSayWhatItSkippedAndLeftOut() throws IOException {
    Path file = folder.resolve("gaps.csv");
    Files.writeString(
        file,
        """
        device,day,x1,x2,y
        a,1,0.1,1,2
        a,1,0.2,,3
        a,1,0.3,2,4
        lone,1,0.5,3,5
        a,1,0.4,NA,6
        b,1,0.1,1,
        b,1,0.2,2,3
        b,1,0.3,1,4
        """);
    CommandRun run =
        CommandRun.of(
                "train --task device,day --x x1,x2 --y y --steps 1 --experts 2 --holdout-last 0.4",
                "--data",
                file,
                "--out",
                out)
            .shouldSucceed();
    assertThat(run.err())
        .contains("read 8 rows of 3 tasks from gaps.csv")
        .contains("skipped 3 rows without a value for x or y, in 2 tasks", "line 3, column 'x2'")
        .contains("left out 1 tasks with fewer than 2 observations")
        .contains("training on 1 tasks; holding out 1, which begin in the last 0.4 of the rows")
        .contains("unsteady");
  }

  @Test
  void shouldTakeSeveralFilesAndNotHeedRoles() throws IOException {
    List<Path> files = List.of(folder.resolve("1.csv"), folder.resolve("2.csv"));
    for (Path file : files) {
      String task = file.getFileName().toString();
      Files.writeString(
          file,
          """
          role,task,x,y
          context,%1$s,1,5
          target,%1$s,2,6
          target,%1$s,3,7
          """
              .formatted(task));
    }
    String flags = "--task task --x x --y y --log1p-y --steps 1 --experts 2 --holdout-last 0.5";
    CommandRun run =
        CommandRun.of(
            "train --json --data", files.get(0), "--data", files.get(1), flags, "--out", out);
    JsonNode json = run.shouldSucceed().json();
    assertThat(json.at("/scores").findValuesAsText("contextSize")).containsExactly("1", "2");
    assertThat(run.err()).contains("6 rows of 2 tasks from 1.csv, 2.csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --holdout-last 0      | --holdout-last must lie between 0 and 1
          --holdout-last 1      | --holdout-last must lie between 0 and 1
          --holdout-last NaN    | --holdout-last must lie between 0 and 1
          --holdout-last 0.001  | none can be held out; raise --holdout-last
          --holdout-last 0.9999 | is left to train on; lower --holdout-last
          --steps 0             | --steps must be at least 1
          --steps many          | 'many' is not an int
          --experts 0           | --experts must be at least 1
          --max-context -1      | --max-context must be at least 0
          --variant a6          | 'a6'
          --variant a1          | --variant a1 has one expert; leave --experts out
          --window 9            | --window is for experts that look at the context
          --kind context --window 9 | --window must be at least --max-context, 50
          --checkpoint-every 5  | --checkpoint-every needs --checkpoint FILE
          --checkpoint-every 0  | --checkpoint-every must be at least 1
          --y depth             | no column 'depth'; the first line names task, group, x, y
          --task depth          | no column 'depth'
          --y x                 | 'x' is named twice
          --log1p-y             | is not above -1
          """)
  void shouldRefuseBadFlags(String flags, String message) throws IOException {
    String others =
        Pattern.compile("--\\S+ \\S+")
            .matcher(FLAGS)
            .results()
            .map(MatchResult::group)
            .filter(flag -> !flag.startsWith(flags.replaceAll(" .*", "") + " "))
            .collect(Collectors.joining(" "));
    CommandRun.of("train --data", data, others, flags, "--out", out).shouldBeRefused(message);
    assertThat(filesInFolder()).containsExactly("tasks.csv.gz");
  }

  @Test
  void shouldRefuseAMissingFile() {
    CommandRun.of("train --data", folder.resolve("no.csv"), FLAGS, "--out", out)
        .shouldBeRefused("no.csv: there is no such file");
  }

  @Test
  void shouldAskForWhatIsRequired() {
    CommandRun.of("train --data", data, "--task task --x x --out", out)
        .shouldBeRefused("Missing required option: '--y", "mixtide train --help");
  }

  @ParameterizedTest
  @CsvSource({
    "missing/a.release, there is no folder",
    "tasks.csv.gz/a.release, there is no folder",
    "'', is a folder",
    ".., is a folder"
  })
  void shouldRefuseAnOutputThatCannotBeWrittenBeforeItReads(String name, String message) {
    CommandRun run = CommandRun.of("train --data no.csv", FLAGS, "--out", folder.resolve(name));
    run.shouldBeRefused(message);
    assertThat(run.err()).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"1e300, too large", "5e7, out of all proportion"})
  void shouldRefuseValuesBeyondSinglePrecision(String y, String message) throws IOException {
    Path file = folder.resolve("wild.csv");
    Files.writeString(
        file,
        """
        task,x,y
        a,1,%s
        a,2,2.1
        a,3,2.2
        b,1,5e7
        b,2,2.1
        """
            .formatted(message.startsWith("too") ? y : "2"));
    CommandRun.of("train --data", file, FLAGS, "--holdout-last 0.4 --out", out)
        .shouldBeRefused(message);
  }

  @Test
  void shouldShowAnExampleInItsHelp() {
    assertThat(CommandRun.of("train --help").shouldSucceed().out())
        .contains("Example:", "mixtide train --data", "--holdout-last", "Default: 0.2", "--debug");
  }

  private List<String> filesInFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String version() throws IOException {
    return ReleaseFile.read(Files.readAllBytes(out)).version();
  }
}
