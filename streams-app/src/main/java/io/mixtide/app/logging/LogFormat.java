package io.mixtide.app.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/** How log lines are written to stderr. */
public enum LogFormat {
  /** For people: one line a record, or more with stack traces. */
  TEXT,
  /** For collectors: one JSON object a line. */
  JSON;

  private static final String APPENDER = "stderr";

  /**
   * Has all that is logged from now on written so. A Logback configuration of the user's own,
   * without the appender that the shipped ones have, is left as it is.
   */
  public void use() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    if (this == JSON
        && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
            instanceof OutputStreamAppender<ILoggingEvent> appender) {
      Encoder<ILoggingEvent> encoder = new JsonLines();
      encoder.setContext(context);
      encoder.start();
      appender.setEncoder(encoder);
    }
  }
}
