package io.mixtide.app.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings of where HTTP is served. */
final class HttpDefinition {
  static final String HTTP_HOST = "http.host";
  static final String HTTP_PORT = "http.port";

  private HttpDefinition() {}

  /** Adds these settings, group by group. */
  static void addTo(GroupedDefinition settings) {
    defineHttp(settings);
  }

  private static void defineHttp(GroupedDefinition settings) {
    settings.startGroup("HTTP");
    settings.define(
        HTTP_HOST,
        STRING,
        "127.0.0.1",
        new ConfigDef.NonEmptyString(),
        MEDIUM,
        "The address that the HTTP server listens on. By default only this machine reaches it, for"
            + " it asks for no credentials unless `http.token` is set; `0.0.0.0` is every address.");
    settings.define(
        HTTP_PORT,
        INT,
        8080,
        Range.between(0, 65_535),
        HIGH,
        "The port of the HTTP server; 0 takes any free one. The default is what such services"
            + " customarily use.");
  }
}
