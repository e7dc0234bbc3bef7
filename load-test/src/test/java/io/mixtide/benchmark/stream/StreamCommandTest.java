package io.mixtide.benchmark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldMeasureServicesSideBySide() throws Exception {
    int status =
        run(
            "bench stream --services identity,mixtide --tasks 5 --context 4 --warm-up 100"
                + " --events 400 --for 0.3s --rounds 1 --json");

    assertThat(status).as(err.toString()).isZero();
    JsonNode result = new JsonMapper().readTree(out.toString());
    assertThat(result.path("results"))
        .extracting(service -> service.path("service").asText())
        .containsExactly("identity", "mixtide");
    assertThat(result.path("results"))
        .allSatisfy(service -> {
          for (String figure : new String[] {"eventsPerSecond", "cpuMicros", "allocatedBytes"}) {
            assertThat(service.path(figure).asDouble()).as(figure).isPositive();
          }
          assertThat(service.path("p50Ms").asDouble()).isPositive();
          assertThat(service.path("p99Ms").asDouble())
              .isGreaterThanOrEqualTo(service.path("p50Ms").asDouble())
              .isLessThanOrEqualTo(service.path("p999Ms").asDouble());
        });
    assertThat(result.path("ratioToIdentity").asDouble())
        .isEqualTo(
            result.at("/results/1/eventsPerSecond").asDouble()
                / result.at("/results/0/eventsPerSecond").asDouble());
  }

  @ParameterizedTest
  @CsvSource({
    "--services nonsense, '--services must be of identity, identity-in-memory'",
    "--partitions 0, --partitions must be 1 to 64",
    "--tasks 1000001, --tasks must be 1 to 1000000",
    "--context -1, --context must be 0 to 100000",
    "--rounds 0, --rounds must be at least 1",
    "--gc Shenandoah, '--gc must be G1, Z, Parallel or Serial'",
    "--for never, 'is no time'",
    "--profile no/such/directory, --profile must be an existing directory",
    "--service colour=blue, colour",
    "--vary colour=blue, colour",
    "--vary threads=0, --vary threads must be 1 to 64",
    "--work tasks --services crayfish-mixtide, crayfish-mixtide is not a service of --work tasks",
    "--work play, '--work must be tasks or crayfish, not play'",
  })
  void shouldSayInOneLineWhatIsWrong(String flags, String reason) {
    assertThat(run("bench stream " + flags)).isEqualTo(2);
    assertThat(err.toString()).contains(reason);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void shouldSayWhichServiceIsNotBuiltIn() {
    for (ServiceKind kind : ServiceKind.values()) {
      if (!kind.isBuiltIn()) {
        assertThat(
                run(
                    "bench stream --work %s --services %s"
                        .formatted(kind.work().label(), kind.label())))
            .isEqualTo(2);
        assertThat(err.toString()).contains(kind.label() + " is not built in: build with -Ponnx");
        assertThat(err.toString().lines()).hasSize(1);
        err.getBuffer().setLength(0);
      }
    }
  }

  private int run(String arguments) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), arguments.split(" "));
  }
}
