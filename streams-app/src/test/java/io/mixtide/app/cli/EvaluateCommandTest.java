package io.mixtide.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.CsvTasksWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateCommandTest {
  @TempDir private static Path folder;
  private static Path data;
  private static Path release;
  private static JsonNode trained;

  @BeforeAll
  static void train() throws IOException {
    data = folder.resolve("tasks.csv");
    release = folder.resolve("small.release");
    CsvTasksWriter.write(ClusteredFamily.generate(120, 14, 5), data);
    trained =
        CommandRun.of(
                "train --json --task task --x x --y y --steps 12 --experts 4 --data",
                data,
                "--out",
                release)
            .shouldSucceed()
            .json();
  }

  @Test
  void shouldGiveTheReleasesOwnScoresOnItsHeldOutTasks() throws IOException {
    CommandRun run = evaluate("--json --holdout-last 0.2 --data " + data).shouldSucceed();
    assertThat(run.json().get("release")).isEqualTo(trained.get("release"));
    assertThat(run.json().get("scores")).isEqualTo(trained.get("scores"));
    assertThat(run.json().get("mean")).isEqualTo(trained.get("mean"));
    assertThat(run.err())
        .contains("24 tasks begin in the last 0.2")
        .doesNotContain("trained on", "scoring");
  }

  @Test
  void shouldPrintATable() {
    CommandRun run = evaluate("--data " + data).shouldSucceed();
    assertThat(run.out())
        .startsWith("release " + trained.get("release").asText())
        .containsPattern("(?m)^ +12 +120( +-?\\d+\\.\\d{3}){4}$")
        .containsPattern("(?m)^ +mean( +-?\\d+\\.\\d{3}){4}$")
        .containsPattern("(?m)^ +mean( +\\d\\.\\d{3}){3}( +\\d+\\.\\d{3}){2}$")
        .contains("0.9 to 1.0");
    assertThat(run.err())
        .contains("the release was trained on this data: --holdout-last")
        .contains("scoring: 120 of 120 tasks", "calibrating: 120 of 120 tasks");
  }

  @Test
  void shouldScoreAtTheSizesAskedFor() throws IOException {
    JsonNode json = evaluate("--json --context-sizes 0,5,99 --data " + data).shouldSucceed().json();
    assertThat(json.get("scores").findValuesAsText("contextSize")).containsExactly("0", "5");
    assertThat(json.get("calibration").findValuesAsText("contextSize")).containsExactly("0", "5");
    assertThat(json.at("/meanCalibration/pit")).hasSize(10);
    double mean =
        (json.at("/scores/0/jointUserUnits").asDouble()
                + json.at("/scores/1/jointUserUnits").asDouble())
            / 2;
    assertThat(json.at("/mean/jointUserUnits").asDouble()).isCloseTo(mean, within(1e-12));
  }

  @Test
  void shouldScoreEachTaskAtItsOwnContextSizeWhereTheDataSayIt() throws IOException {
    Path file =
        write(
            """
            task,role,x,y
            a,target,1,1
            a,context,0.5,1
            a,target,2,1
            b,context,1,1
            b,context,2,1
            b,target,0,1
            """);
    JsonNode all = evaluate("--json --data " + file).shouldSucceed().json();
    assertThat(all.get("scores").findValuesAsText("contextSize")).containsExactly("1", "2");
    assertThat(all.get("scores").findValuesAsText("tasks")).containsExactly("1", "1");
    JsonNode two = evaluate("--json --context-sizes 2,3 --data " + file).shouldSucceed().json();
    assertThat(two.get("scores")).containsExactly(all.at("/scores/1"));
  }

  @Test
  void shouldTakeOtherColumnsThanTheTrainingDatas() {
    Path file = write("device,t,v\na,1,2\na,2,3\nb,,1\n");
    CommandRun run = evaluate("--task device --x t --y v --data " + file).shouldSucceed();
    assertThat(run.err()).contains("skipped 1 rows without a value for x or y, in 1 tasks");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --x x,group         | takes 1 x and 1 y (x; y), not 2 and 1
          --y depth           | no column 'depth'
          --holdout-last 1    | --holdout-last must lie between 0 and 1
          --holdout-last 1e-5 | none of 0 tasks
          --context-sizes 14  | none of 120 tasks
          --context-sizes -1  | --context-sizes must not be negative
          --context-sizes a   | 'a' is not an int
          """)
  void shouldRefuseBadFlags(String flags, String message) {
    evaluate(flags + " --data " + data).shouldBeRefused(message);
  }

  @Test
  void shouldRefuseWhatIsNoRelease() throws IOException {
    CommandRun.of("evaluate --release no.release --data", data)
        .shouldBeRefused("no.release: there is no such file; 'mixtide train' makes a release");
    CommandRun.of("evaluate --release", data, "--data", data)
        .shouldBeRefused("tasks.csv cannot be used");
    byte[] bytes = Files.readAllBytes(release);
    Path damaged = folder.resolve("damaged.release");
    bytes[bytes.length - 1] ^= 1;
    Files.write(damaged, bytes);
    CommandRun.of("evaluate --release", damaged, "--data", data).shouldBeRefused("damaged");
    Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));
    CommandRun.of("evaluate --release", damaged, "--data", data)
        .shouldBeRefused("damaged.release cannot be used");
  }

  @Test
  void shouldRefuseValuesThatTheReleaseCannotTake() {
    Path file = write("task,x,y\na,1,2\na,2,1e30\n");
    evaluate("--data " + file).shouldBeRefused("task 'a': x = [2.0], y = [1.0E30]");
  }

  @Test
  void shouldShowAnExampleInItsHelp() {
    assertThat(CommandRun.of("evaluate --help").shouldSucceed().out())
        .contains("Example:", "mixtide evaluate --release", "--context-sizes");
  }

  private static CommandRun evaluate(String flags) {
    return CommandRun.of("evaluate --release", release, flags);
  }

  private static Path write(String csv) {
    try {
      return Files.writeString(folder.resolve("other.csv"), csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
