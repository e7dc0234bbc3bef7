package io.mixtide.benchmark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrowthCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldMeasureEveryNumberOfTasks() throws Exception {
    int status =
        run("bench growth --context= --tasks 2,20 --warm-up 50 --events 200 --rounds 1 --json");

    assertThat(status).as(err.toString()).isZero();
    JsonNode result = new JsonMapper().readTree(out.toString());
    assertThat(result.path("contexts").isNull()).isTrue();
    JsonNode points = result.at("/tasks/points");
    assertThat(points).extracting(point -> point.path("size").asInt()).containsExactly(2, 20);
    assertThat(points)
        .allSatisfy(point -> {
          for (String figure : new String[] {"cpuMicros", "taskBytes", "observationBytes"}) {
            assertThat(point.path(figure).asDouble()).as(figure).isPositive();
          }
        });
    double few = points.at("/0/cpuMicros").asDouble();
    double many = points.at("/1/cpuMicros").asDouble();
    assertThat(result.at("/tasks/cpuExponent").asDouble())
        .isCloseTo(Math.log10(many / few), within(1e-9));
  }

  @Test
  void shouldFitExponents() {
    double[] x = {10, 100, 1000, 10_000};
    assertThat(PowerLaw.exponent(x, new double[] {3, 3, 3, 3})).isCloseTo(0, within(1e-12));
    assertThat(PowerLaw.exponent(x, new double[] {2, 20, 200, 2000})).isCloseTo(1, within(1e-12));
    assertThat(PowerLaw.exponent(x, new double[] {5, 15, 15, 45}))
        .isCloseTo(0.3 * Math.log10(9), within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "--context=10, '--context must be two sizes or more, or none'",
    "--context=0;10, --context must be numbers of 1 to 100000",
    "--tasks=10;1000001, --tasks must be numbers of 1 to 1000000",
    "--context= --tasks=, --context and --tasks are both empty",
    "--events 1, --events must be at least 100",
  })
  void shouldSayInOneLineWhatIsWrong(String flags, String reason) {
    assertThat(run("bench growth " + flags.replace(';', ','))).isEqualTo(2);
    assertThat(err.toString()).contains(reason);
    assertThat(err.toString().lines()).hasSize(1);
  }

  private int run(String arguments) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), arguments.split(" "));
  }
}
