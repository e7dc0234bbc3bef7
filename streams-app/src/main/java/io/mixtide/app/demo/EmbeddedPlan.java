package io.mixtide.app.demo;

import java.util.Map;

/**
 * What an {@link EmbeddedService} starts with.
 *
 * @param by who puts the release in force, for those who read the list
 * @param release the file of the release in force
 * @param partitions of each topic, at least 1
 * @param kafkaPort of the broker, 0 for any free one
 * @param registryPort of the schema registry, 0 for any free one
 * @param httpPort of the service, 0 for any free one
 * @param settings of the service by key, beside those that say where things are
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EmbeddedPlan(
    String by,
    byte[] release,
    int partitions,
    int kafkaPort,
    int registryPort,
    int httpPort,
    Map<String, String> settings) {
  private static final int PARTITIONS = 2;

  /** The demo's: with the shipped release, on any free ports but that of HTTP. */
  public static EmbeddedPlan shipped(int httpPort, Map<String, String> settings) {
    return new EmbeddedPlan(
        "demo", ShippedReleases.firstWeeks(), PARTITIONS, 0, 0, httpPort, settings);
  }
}
