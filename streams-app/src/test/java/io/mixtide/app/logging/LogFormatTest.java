package io.mixtide.app.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogFormatTest {
  private static final Logger LOG = LoggerFactory.getLogger(LogFormatTest.class);

  private final ConsoleAppender<ILoggingEvent> appender = appender();
  private final Encoder<ILoggingEvent> text = appender.getEncoder();
  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void catchStderr() {
    System.setErr(new PrintStream(written, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(stderr);
    appender.setEncoder(text);
    MDC.clear();
  }

  @Test
  void shouldWriteOneJsonObjectALineWithWhatTheLineIsAbout() throws Exception {
    LogFormat.JSON.use();
    LOG.atWarn()
        .addKeyValue(LogFields.TASK, "station \"7\"\n\\\u0001")
        .setCause(new IllegalStateException("two\nlines", new IllegalArgumentException("cause")))
        .log("Passed over {}", "a\nb");
    MDC.put(LogFields.RELEASE, "0123456789ab");
    LOG.warn("Plain");

    List<JsonNode> lines = new ArrayList<>();
    for (String line : written.toString(UTF_8).lines().toList()) {
      lines.add(new JsonMapper().readTree(line));
    }
    assertThat(lines).hasSize(2);
    JsonNode first = lines.getFirst();
    assertThat(first.path("task").asText()).isEqualTo("station \"7\"\n\\\u0001");
    assertThat(first.path("level").asText()).isEqualTo("WARN");
    assertThat(first.path("loggerName").asText()).isEqualTo(LogFormatTest.class.getName());
    assertThat(first.path("formattedMessage").asText()).isEqualTo("Passed over a\nb");
    assertThat(first.path("throwable").path("message").asText()).isEqualTo("two\nlines");
    assertThat(first.path("throwable").path("cause").path("message").asText()).isEqualTo("cause");
    assertThat(first.path("timestamp").asLong()).isPositive();
    assertThat(first.has("release")).isFalse();
    assertThat(lines.getLast().path("release").asText()).isEqualTo("0123456789ab");
    assertThat(lines.getLast().path("formattedMessage").asText()).isEqualTo("Plain");
  }

  @Test
  void shouldWriteALineForPeopleByDefault() {
    LogFormat.TEXT.use();
    LOG.atWarn().addKeyValue(LogFields.TASK, "a").setCause(new Error("why")).log("Trouble");
    assertThat(written.toString(UTF_8))
        .hasLineCount(1)
        .contains("WARN", "LogFormatTest - Trouble")
        .doesNotContain("{");
  }

  private static ConsoleAppender<ILoggingEvent> appender() {
    ch.qos.logback.classic.Logger root =
        (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    return (ConsoleAppender<ILoggingEvent>) root.getAppender("stderr");
  }
}
