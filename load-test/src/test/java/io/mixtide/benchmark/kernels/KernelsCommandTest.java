package io.mixtide.benchmark.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mixtide.app.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldReportEveryEngineAtEveryBatchBesideTheFloor() throws IOException {
    String tiny = "--engine vector,scalar --batch 1,16 --forks 0 --iterations 1 --iteration-ms 5";

    assertThat(run((tiny + " --json").split(" "))).isZero();

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("floorMicros").asDouble())
        .isCloseTo(
            2 * json.get("multiplyAdds").asLong() / (1e3 * json.get("peakGflops").asDouble()),
            within(1e-9));
    assertThat(json.get("multiplyAdds").asLong()).isEqualTo(57_728);
    assertThat(json.get("results"))
        .extracting(result -> result.get("engine").asText() + " " + result.get("batch").asInt())
        .containsExactly("vector 1", "vector 16", "scalar 1", "scalar 16");
    for (JsonNode result : json.get("results")) {
      double micros = result.get("micros").asDouble();
      assertThat(micros).isPositive();
      assertThat(result.get("callMicros").asDouble())
          .isCloseTo(micros * result.get("batch").asInt(), within(1e-6));
      assertThat(result.get("microsByRound")).hasSize(1);
    }
  }

  @Test
  void shouldTimeEverythingAnewEachRound() {
    String tiny = "--engine vector --batch 1 --rounds 2 --forks 0 --iterations 1 --iteration-ms 5";

    assertThat(run(tiny.split(" "))).isZero();

    List<String> steps = err.toString().lines().filter(line -> line.contains(" of ")).toList();
    assertThat(steps).filteredOn(line -> line.endsWith(": vector, batch 1")).hasSize(2);
    assertThat(steps.getLast()).startsWith("%1$d of %1$d: ".formatted(steps.size()));
    assertThat(out.toString()).contains("medians of 2 rounds");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--engine tensorflow | no engine named 'tensorflow'",
        "--batch 0 | --batch must be at least 1, not 0",
        "--rounds 0 | --rounds must be at least 1, not 0",
        "--forks -1 | --forks must be at least 0, not -1",
        "--iterations 0 | --iterations must be at least 1, not 0",
        "--iteration-ms 0 | --iteration-ms must be at least 1, not 0"
      })
  void shouldRefuseInOneLine(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString().strip()).contains(message).doesNotContain("\n");
  }

  @Test
  void shouldSayWhichProfileAnEngineNeeds() {
    for (Engine engine : Engine.values()) {
      if (engine.peer().isEmpty()) {
        assertThat(run("--engine", engine.toString())).isEqualTo(2);
        assertThat(err.toString().lines().reduce((one, two) -> two).orElseThrow())
            .contains("is not built in: build with -P" + engine.profile());
      }
    }
  }

  private int run(String... arguments) {
    String[] command =
        Stream.concat(Stream.of("bench", "kernels"), Arrays.stream(arguments))
            .toArray(String[]::new);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), command);
  }
}
