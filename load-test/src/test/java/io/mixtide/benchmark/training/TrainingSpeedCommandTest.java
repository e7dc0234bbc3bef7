package io.mixtide.benchmark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TrainingSpeedCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldReportTimesAndRatios() throws IOException {
    boolean peer = ServiceLoader.load(TrainingPeer.class).findFirst().isPresent();

    assertThat(run("--steps", "2", "--json")).isZero();

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "mixtideOneThreadMs",
            "mixtideTwoThreadsMs",
            "twoThreadRatio",
            "nd4jMs",
            "nd4jRatio",
            "machine");
    assertThat(json.get("mixtideOneThreadMs").asDouble()).isPositive();
    assertThat(json.get("mixtideTwoThreadsMs").asDouble()).isPositive();
    assertThat(json.get("twoThreadRatio").asDouble()).isPositive();
    assertThat(json.get("nd4jMs").isNumber()).isEqualTo(peer);
    assertThat(err.toString().contains("build with -Pnd4j")).isNotEqualTo(peer);
  }

  @Test
  void shouldRefuseFewerThanTwoSteps() {
    assertThat(run("--steps", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--steps must be at least 2, not 1");
  }

  @Test
  void shouldTakeRatiosWithinRounds() {
    Spread ratios = Spread.ofRatios(new double[] {2, 40, 3}, new double[] {1, 10, 1});

    assertThat(ratios.median()).isCloseTo(3, within(1e-12));
    assertThat(ratios.least()).isCloseTo(2, within(1e-12));
    assertThat(ratios.most()).isCloseTo(4, within(1e-12));
  }

  private int run(String... arguments) {
    return new CommandLine(new TrainingSpeedCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
