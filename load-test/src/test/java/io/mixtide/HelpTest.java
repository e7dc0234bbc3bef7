package io.mixtide;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every command of the program says what it does, by examples too, and what it may end with. */
class HelpTest {
  private static final Pattern COMMAND = Pattern.compile("  ([a-z][a-z-]*)(, [a-z-]+)?  +\\S.*");

  @Test
  void shouldExplainEveryCommandWithAnExampleAndItsExitStatus() {
    Deque<List<String>> left = new ArrayDeque<>(List.of(List.of()));
    int commands = 0;
    while (!left.isEmpty()) {
      List<String> command = left.pop();
      String help = help(command);
      assertThat(help)
          .describedAs("mixtide %s --help", String.join(" ", command))
          .containsPattern("(?m)^Examples?:\\R  .*mixtide")
          .containsPattern("(?s)Exit status:.*  0 .*  1 .*  2 ");
      subcommands(help)
          .forEach(name -> left.push(Stream.concat(command.stream(), Stream.of(name)).toList()));
      commands++;
    }
    assertThat(commands).isGreaterThan(30);
  }

  private static List<String> subcommands(String help) {
    return help.lines()
        .dropWhile(line -> !line.equals("Commands:"))
        .skip(1)
        .takeWhile(line -> !line.isBlank())
        .map(COMMAND::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .toList();
  }

  private static String help(List<String> command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new);
    int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    assertThat(status).describedAs(Arrays.toString(words) + err).isZero();
    return out.toString();
  }
}
