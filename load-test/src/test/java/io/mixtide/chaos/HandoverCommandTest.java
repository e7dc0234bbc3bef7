package io.mixtide.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class HandoverCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldAnswerEverythingOnceWhileAnInstanceLeavesAndReturns() throws Exception {
    assertThat(run("--rounds", "1", "--every", "2s", "--rate", "100", "--json"))
        .as(err::toString)
        .isZero();
    JsonNode result = new JsonMapper().readTree(out.toString());
    assertThat(result.get("stopGapsMs")).hasSize(1);
    assertThat(result.get("returnGapsMs")).hasSize(1);
    assertThat(result.at("/ledger/posteriors/came").asInt()).isEqualTo(1200);
  }

  @Test
  void shouldSayWhatIsOutOfRange() {
    assertThat(run("--rounds", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--rounds is 0: give 1 or more");
    assertThat(run("--every", "1s")).isEqualTo(2);
    assertThat(err.toString()).contains("leaves no time to start: give 2s or more");
  }

  private int run(String... arguments) {
    String[] words = new String[arguments.length + 2];
    words[0] = "benchmark";
    words[1] = "handover";
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
  }
}
