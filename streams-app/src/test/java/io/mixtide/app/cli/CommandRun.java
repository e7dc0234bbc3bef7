package io.mixtide.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/**
 * A command that was run in this JVM.
 *
 * @param status the exit status
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record CommandRun(int status, String out, String err) {

  /** Runs the program; arguments are split at spaces and turned into text. */
  static CommandRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words =
        Arrays.stream(arguments)
            .flatMap(a -> Arrays.stream(a.toString().split(" ")))
            .toArray(String[]::new);
    int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new CommandRun(status, out.toString(), err.toString());
  }

  CommandRun shouldSucceed() {
    assertThat(status).describedAs(err).isZero();
    return this;
  }

  /** Status 2, nothing on stdout, and as the last line on stderr what is wrong. */
  void shouldBeRefused(String... parts) {
    assertThat(out).isEmpty();
    assertThat(err.lines().toList().getLast()).startsWith("mixtide: ").contains(parts);
    assertThat(err).doesNotContain("\tat ");
    assertThat(status).isEqualTo(2);
  }

  JsonNode json() throws IOException {
    assertThat(out).hasLineCount(1);
    return new JsonMapper().readTree(out);
  }
}
