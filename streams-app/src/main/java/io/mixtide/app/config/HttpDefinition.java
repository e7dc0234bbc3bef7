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

  static final String HTTP_ADVERTISED = "http.advertised";

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
    settings.defineOptional(
        HTTP_ADVERTISED,
        STRING,
        new HostAndPort(),
        MEDIUM,
        "Where the other instances reach this one's HTTP server, as `host:port`: whichever is asked"
            + " about a task, `/tasks/{task}` is answered by the one that has it. By default"
            + " `http.host` and the port that it listens on, or this machine's name where"
            + " `http.host` is every address.");
  }
}
