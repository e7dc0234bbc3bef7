package io.mixtide.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void forgetDebug() {
    System.clearProperty("logback.configurationFile");
  }

  @Test
  void shouldPrintItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("mixtide ").contains("Java 25").hasLineCount(1);
  }

  @Test
  void shouldListCommandsAndExamplesInItsHelp() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Commands:", "settings", "probe", "Examples:");
  }

  @Test
  void shouldPrintTheReferenceOfSettings() {
    assertThat(run("settings")).isZero();
    assertThat(out.toString()).isEqualTo(Settings.reference());
  }

  @Test
  void shouldReportBadUsageInOneLineWithStatus2() {
    assertThat(run("setings")).isEqualTo(2);
    assertOneLine("setings", "did you mean settings?", "mixtide --help");
  }

  @Test
  void shouldAskForACommandIfNoneIsGiven() {
    assertThat(run()).isEqualTo(2);
    assertOneLine("Missing required subcommand", "mixtide --help");
  }

  @Test
  void shouldReportAnUnknownFlagInOneLineWithStatus2() {
    assertThat(run("probe", "--htp-port", "1")).isEqualTo(2);
    assertOneLine("--htp-port", "did you mean --http-port?", "mixtide probe --help");
  }

  @Test
  void shouldReportWhatTheUserCanPutRightInOneLineWithStatus2() {
    assertThat(run("probe", "--fail", "user")).isEqualTo(2);
    assertOneLine("mixtide: wrong, do this");
  }

  @Test
  void shouldReportTheUnexpectedInOneLineWithStatus1() {
    assertThat(run("probe", "--fail", "program")).isEqualTo(1);
    assertOneLine("IllegalStateException: broken here", "--debug");
  }

  @Test
  void shouldShowTheStackTraceWithDebug() {
    assertThat(run("probe", "--fail", "program", "--debug")).isEqualTo(1);
    assertThat(err.toString()).contains("IllegalStateException: broken", "\tat ");
    assertThat(System.getProperty("logback.configurationFile")).isEqualTo("logback-debug.xml");
  }

  @Test
  void shouldReadSettingsFromFlags() {
    assertThat(run("probe", "--http-port=7", "--kafka", "client.id=x", "--kafka", "retries=1"))
        .isZero();
    assertThat(out.toString()).startsWith("7").contains("client.id=x", "retries=1");
  }

  @Test
  void shouldShowOnlyTheMainSettingsInHelp() {
    assertThat(run("probe", "--help")).isZero();
    assertThat(out.toString())
        .contains("--bootstrap-servers", "Default: localhost:9092", "mixtide settings")
        .doesNotContain("--linger-ms");
  }

  private int run(String... args) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private void assertOneLine(String... parts) {
    assertThat(err.toString()).hasLineCount(1).startsWith("mixtide: ").contains(parts);
    assertThat(out.toString()).isEmpty();
  }

  /** A command only of this test, found as those of other modules are. */
  @Command(name = "probe", description = "For the test.")
  public static final class Probe implements Subcommand {
    @Mixin private SettingsOptions options = new SettingsOptions();

    @Option(names = "--fail")
    private @Nullable String failure;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Spec
    private CommandSpec spec;

    /** Public for the service loader. */
    public Probe() {}

    @Override
    public Integer call() {
      if ("user".equals(failure)) {
        throw new UserErrorException("wrong,\n do this");
      }
      if ("program".equals(failure)) {
        throw new IllegalStateException("broken\nhere");
      }
      Settings settings = options.settings();
      spec.commandLine().getOut().println(settings.httpPort() + " " + settings.clientProperties());
      return 0;
    }
  }
}
