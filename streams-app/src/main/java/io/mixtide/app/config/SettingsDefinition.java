package io.mixtide.app.config;

import org.apache.kafka.common.config.ConfigDef;

/**
 * Every setting with its type, default, valid values and documentation. A documentation text is
 * Markdown; its first sentence says what the setting is, the rest gives the reason of the default.
 * Settings of high importance appear in the help of the commands.
 */
final class SettingsDefinition {
  private SettingsDefinition() {}

  /** The definition of all settings, grouped and in the order of the reference. */
  static ConfigDef create() {
    GroupedDefinition settings = new GroupedDefinition();
    KafkaDefinition.addTo(settings);
    ProcessingDefinition.addTo(settings);
    RecoveryDefinition.addTo(settings);
    TaskDefinition.addTo(settings);
    TrainerDefinition.addTo(settings);
    HttpDefinition.addTo(settings);
    SecurityDefinition.addTo(settings);
    LogDefinition.addTo(settings);
    return settings.definition();
  }
}
