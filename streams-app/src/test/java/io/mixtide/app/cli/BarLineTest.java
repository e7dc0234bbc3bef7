package io.mixtide.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BarLineTest {
  private final StringWriter terminal = new StringWriter();
  private final PrintWriter err = new PrintWriter(terminal);

  @Test
  void shouldKeepTheBarBelowTheLinesAndEndItsLine() {
    BarLine bar = new BarLine(err);
    bar.accept("a tenth");
    bar.print(err, "something happened");
    bar.accept("half");
    bar.close();
    bar.accept("half");
    bar.close();
    assertThat(shown()).isEqualTo("something happened\nhalf\n");
  }

  @Test
  void shouldNotBreakABarThatIsTooLong() {
    try (BarLine bar = new BarLine(err)) {
      bar.accept("=".repeat(10_000));
      assertThat(shown().length()).isLessThan(10_000);
    }
  }

  /** What a terminal shows in the end, of which a line can be cleared. */
  private String shown() {
    return terminal
        .toString()
        .replace(System.lineSeparator(), "\n")
        .replaceAll("[^\n]*\r\u001b\\[K", "");
  }
}
