package io.mixtide.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldProveThatAnEmbeddedServiceAnswersEverythingOnce() throws Exception {
    int status =
        run("load --embedded --rate 300 --warm-up 1s --for 2s --bad 0.1 --queries 2 --json");
    assertThat(status).as(out.toString()).isZero();
    JsonNode result = new JsonMapper().readTree(out.toString());
    assertThat(result.path("exact").asBoolean()).isTrue();
    assertThat(result.path("events").asInt()).isEqualTo(900);
    int good = result.at("/posteriors/came").asInt();
    assertThat(result.at("/predictions/came").asInt()).isEqualTo(2 * good);
    assertThat(result.at("/deadLetters/came").asInt()).isEqualTo(900 - good).isPositive();
    assertThat(result.at("/latencyMs/p50").asDouble()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "--rate 0, --rate is 0",
    "--rate NaN, --rate is NaN",
    "--tasks 0, --tasks is 0",
    "--bad 2, --bad is 2",
    "--for 0s, --for PT0S",
    "--for soon, no time",
    "--dx 0, --dx is 0",
    "--queries 1000, --queries is 1000",
    "--tasks 1, schema.registry.url is mock://mixtide",
    "--schema-registry-url http://127.0.0.1:1 --bootstrap-servers none, none"
  })
  void shouldRefuseWhatCannotBeRun(String arguments, String part) {
    assertThat(run("load " + arguments)).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).startsWith("mixtide: ").contains(part);
  }

  private int run(String arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.split(" "));
  }
}
