package io.mixtide.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadCommandTest {
  private static final String TRAIN =
      "train --task task --x x --y y --kind input --steps 2 --seed 5 --data %s --out %s";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldProveThatNoBadEventIsLostOrStopsTheOthersAtFullSpeed() throws Exception {
    int status =
        run("load --embedded --events 20000 --warm-up 0s --rate 1e6 --bad 0.2 --queries 0 --json");
    assertThat(status).as(out.toString()).isZero();
    JsonNode result = new JsonMapper().readTree(out.toString());
    assertThat(result.path("exact").asBoolean()).isTrue();
    assertThat(result.path("events").asInt()).isEqualTo(20000);
    JsonNode reasons = result.path("deadLettersByReason");
    assertThat(reasons.size()).isEqualTo(Workload.FAULTS.size());
    assertThat(reasons)
        .allSatisfy(reason -> {
          assertThat(reason.path("came").asInt()).isEqualTo(reason.path("due").asInt());
          assertThat(reason.path("came").asInt()).isGreaterThan(300);
        });
  }

  @Test
  void shouldProveThatEverythingIsAnsweredOnceAndMeasureWhatAReleaseThatTakesOverCosts()
      throws Exception {
    Path file = release();
    int status =
        run(
            "load --embedded --rate 300 --warm-up 1s --for 6s --bad 0.1 --queries 2 --json"
                + " --activate-at 2s --activate "
                + file);
    assertThat(status).as(out.toString()).isZero();
    JsonNode result = new JsonMapper().readTree(out.toString());
    assertThat(result.path("exact").asBoolean()).isTrue();
    assertThat(result.path("events").asInt()).isEqualTo(7 * 300);
    int good = result.at("/posteriors/came").asInt();
    assertThat(result.at("/predictions/came").asInt()).isEqualTo(2 * good);
    assertThat(result.at("/deadLetters/came").asInt()).isEqualTo(7 * 300 - good).isPositive();
    assertThat(result.at("/latencyMs/p50").asDouble()).isPositive();
    JsonNode swap = result.path("swap");
    assertThat(swap.path("to").asText()).isNotEqualTo(swap.path("from").asText());
    assertThat(swap.path("answeredByFrom").asInt()).isPositive();
    assertThat(swap.path("answeredByTo").asInt())
        .isPositive()
        .isEqualTo(good - swap.path("answeredByFrom").asInt());
    assertThat(swap.at("/cost/secondsToFirst").asDouble()).isPositive();
    assertThat(swap.at("/cost/p99MsBefore").asDouble()).isPositive();
    assertThat(swap.at("/cost/ratio").asDouble())
        .isEqualTo(
            swap.at("/cost/p99MsAtSwap").asDouble() / swap.at("/cost/p99MsBefore").asDouble());
    assertThat(swap.at("/cost/longestGapMsAtSwap").asDouble()).isPositive();
  }

  @Test
  void shouldRefuseAReleaseThatTheRunCannotSwapTo() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "text");
    Path fits = release();
    refuse("--for 9s --activate-at 2s --activate " + text, "is it what");
    refuse("--for 9s --activate-at 2s --activate none", "no such file");
    refuse("--for 9s --dx 2 --activate-at 2s --activate " + fits, "dx 1, dy 1");
    refuse("--for 9s --activate-at 9s --activate " + fits, "--activate-at PT9S lies outside");
    refuse("--for 9s --activate-at 0s --activate " + fits, "--activate-at PT0S lies outside");
    refuse("--for 9s --activate " + fits, "--activate-at");
    refuse("--for 9s --activate-at 2s", "--activate");
  }

  @ParameterizedTest
  @CsvSource({
    "--rate 0, --rate is 0",
    "--rate NaN, --rate is NaN",
    "--tasks 0, --tasks is 0",
    "--bad 2, --bad is 2",
    "--for 0s, --for PT0S",
    "--events 0, --events is 0",
    "--for soon, no time",
    "--dx 0, --dx is 0",
    "--queries 1000, --queries is 1000",
    "--tasks 1, schema.registry.url is mock://mixtide",
    "--schema-registry-url http://127.0.0.1:1 --bootstrap-servers none, none"
  })
  void shouldRefuseWhatCannotBeRun(String arguments, String part) {
    refuse(arguments, part);
  }

  private void refuse(String arguments, String part) {
    err.getBuffer().setLength(0);
    assertThat(run("load " + arguments)).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).startsWith("mixtide: ").containsIgnoringCase(part);
  }

  /** Trains for a blink on lines of points. */
  private Path release() throws IOException {
    StringBuilder csv = new StringBuilder("task,x,y\n");
    for (int task = 0; task < 10; task++) {
      for (int i = 0; i < 6; i++) {
        csv.append("%d,%d,%d\n".formatted(task, i, task + i));
      }
    }
    Path data = Files.writeString(directory.resolve("data.csv"), csv);
    Path file = directory.resolve("release.safetensors");
    int status = run(TRAIN.formatted(data, file));
    assertThat(status).as(err.toString()).isZero();
    out.getBuffer().setLength(0);
    return file;
  }

  private int run(String arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.split(" "));
  }
}
