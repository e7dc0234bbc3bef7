package io.mixtide.app.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The settings of what is logged. */
final class LogDefinition {
  static final String LOG_FORMAT = "log.format";

  private LogDefinition() {}

  /** Adds these settings, as a group of their own. */
  static void addTo(GroupedDefinition settings) {
    settings.startGroup("Logging");
    settings.define(
        LOG_FORMAT,
        STRING,
        "text",
        ValidString.in("text", "json"),
        MEDIUM,
        "How log lines are written to stderr: `text` for people, `json` for collectors, one object a"
            + " line, in which `task` and `release` say what a line is about. What the command line"
            + " itself says, such as why a start was refused, is text always. The default is what"
            + " one reads in a terminal; a Logback configuration of your own is left as it is.");
  }
}
