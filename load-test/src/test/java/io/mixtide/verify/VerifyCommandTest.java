package io.mixtide.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyCommandTest {
  private static final Verification EXACT =
      new Verification(2, 12_345, 10, 20, 1, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1.5, List.of());
  private static final Verification WRONG =
      new Verification(
          2,
          12_345,
          10,
          20,
          1,
          3,
          2,
          0,
          0,
          1,
          0,
          0,
          0,
          0,
          0,
          0,
          7,
          1,
          1.5,
          List.of(
              new Finding(
                  Fault.DIFFERING,
                  "a",
                  4L,
                  "mixtide.posteriors-0-3",
                  "alpha[0] is 1.0 where 2.0 is right")));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldPrintATableAndSayThatARunIsExact() {
    assertThat(VerifyCommand.print(new PrintWriter(out, true), EXACT, false)).isZero();
    assertThat(out.toString())
        .containsPattern("records +12,345\n")
        .containsPattern("differing +0\n")
        .endsWith("every observation was counted once, and replays to the bit (2 tasks, 1.5 s)\n")
        .doesNotContain("committed", "wholly");
  }

  @Test
  void shouldPrintWhatIsWrongAndSayThatARunIsNotExact() {
    assertThat(VerifyCommand.print(new PrintWriter(out, true), WRONG, false)).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("differing +1\n")
        .contains(
            "DIFFERING mixtide.posteriors-0-3: task 'a', sequence 4: alpha[0] is 1.0 where 2.0 is right\n",
            "7 records were not committed yet",
            "1 tasks could not be checked wholly")
        .endsWith("NOT EXACT (2 tasks, 1.5 s)\n");
  }

  @Test
  void shouldPrintOneJsonObject() throws Exception {
    assertThat(VerifyCommand.print(new PrintWriter(out, true), WRONG, true)).isEqualTo(1);
    assertThat(out.toString()).hasLineCount(1);
    JsonNode json = new JsonMapper().readTree(out.toString());
    assertThat(json.path("exact").asBoolean(true)).isFalse();
    assertThat(json.path("records").asInt()).isEqualTo(12_345);
    assertThat(json.path("differing").asInt()).isEqualTo(1);
    assertThat(json.path("pending").asInt()).isEqualTo(7);
    assertThat(json.at("/findings/0/fault").asText()).isEqualTo("DIFFERING");
    assertThat(json.at("/findings/0/record").asText()).isEqualTo("mixtide.posteriors-0-3");
  }

  @ParameterizedTest
  @CsvSource({
    "verify, --from-topics",
    "verify --from-topics, schema.registry.url is mock://mixtide",
    "verify --from-topics --alert-raise-percentile 10, alert.raise.percentile",
    "verify --from-topics --schema-registry-url http://127.0.0.1:1 --bootstrap-servers none, none"
  })
  void shouldRefuseWhatCannotBeVerified(String arguments, String part) {
    int status =
        Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.split(" "));
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).startsWith("mixtide: ").contains(part);
  }
}
