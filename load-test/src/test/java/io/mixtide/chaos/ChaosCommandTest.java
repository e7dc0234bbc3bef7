package io.mixtide.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChaosCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldProveThatKillsAndAReleaseLoseAndDoubleNothing(@TempDir Path logs) throws Exception {
    long children = ProcessHandle.current().descendants().count();
    int status = run("chaos --short --for 45s --seed 1 --rate 300 --json --keep " + logs);
    assertThat(status).as(out.toString() + err).isZero();
    JsonNode result = new JsonMapper().readTree(out.toString());
    assertThat(result.path("faults").asInt()).isEqualTo(3);
    assertThat(result.path("injected"))
        .extracting(fault -> fault.path("kind").asText())
        .containsExactlyInAnyOrder("KILL_INSTANCE", "KILL_BROKER", "ACTIVATE_RELEASE");
    assertThat(result.path("injected"))
        .allSatisfy(fault -> assertThat(fault.path("recoveryMs").asDouble()).isPositive());
    assertThat(result.path("records").asInt()).isEqualTo(300 * 45);
    for (String none : new String[] {"missing", "doubled", "differing"}) {
      assertThat(result.path(none).isIntegralNumber()).isTrue();
      assertThat(result.path(none).asInt()).as(none).isZero();
    }
    assertThat(result.path("longestGapMs").asDouble()).isPositive();
    assertThat(result.path("recoveryMs").asDouble())
        .isPositive()
        .isEqualTo(result.at("/recoveryByKindMs/KILL_INSTANCE/longest").asDouble());
    assertThat(ProcessHandle.current().descendants().count()).isEqualTo(children);
    assertThat(directories()).isEmpty();
    assertThat(logs.resolve("instance-0.log"))
        .content()
        .contains("engine: vector (", "mixtide serves", " INFO ");
  }

  @ParameterizedTest
  @CsvSource({
    "--for 10s, --for PT10S",
    "--for soon, no time",
    "--only none, kill-instance",
    "--short --only kill-instance, --only",
    "--instances 1, --instances is 1",
    "--partitions 0, --partitions is 0",
    "--rate 0, --rate is 0",
    "--service nonsense=1, nonsense"
  })
  void shouldRefuseWhatCannotBeRun(String arguments, String part) throws Exception {
    assertThat(run("chaos " + arguments)).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).startsWith("mixtide: ").containsIgnoringCase(part);
    assertThat(directories()).isEmpty();
  }

  private static Stream<Path> directories() throws Exception {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file ->
              file.getFileName()
                  .toString()
                  .startsWith("mixtide-chaos-%d-".formatted(ProcessHandle.current().pid())))
          .toList()
          .stream();
    }
  }

  private int run(String arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.split(" "));
  }
}
