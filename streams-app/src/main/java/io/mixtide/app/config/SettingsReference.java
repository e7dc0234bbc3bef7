package io.mixtide.app.config;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.jspecify.annotations.Nullable;

/** Renders the settings as a Markdown document. */
final class SettingsReference {
  private static final String INTRODUCTION =
      """
      # Settings

      <!-- Generated; a test compares this file with the code.
           Regenerate it with: ./mixtide settings > docs/settings.md -->

      A setting is taken from the last of these that names it:

      1. its default;
      2. the properties file given with `--config FILE`;
      3. the environment variable `MIXTIDE_` and its name in upper case, dots as underscores: \
      `MIXTIDE_HTTP_PORT`;
      4. the flag of its name with dashes: `--http-port`.

      An unknown name is an error. Names that begin with `kafka.` pass to the Kafka clients and to \
      Kafka Streams without that prefix: `kafka.security.protocol=SSL` in the file, \
      `MIXTIDE_KAFKA_SECURITY_PROTOCOL=SSL`, or the flag `--kafka security.protocol=SSL`. \
      Flags can be seen by every user of the machine: give secrets in the file or the environment. \
      Processing is always exactly once, so `processing.guarantee` is no setting.
      """;

  private SettingsReference() {}

  static String render(ConfigDef definition) {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    for (String group : definition.groups()) {
      text.append("\n## ").append(group).append('\n');
      List<ConfigKey> keys =
          definition.configKeys().values().stream()
              .filter(key -> key.group.equals(group))
              .sorted((a, b) -> Integer.compare(a.orderInGroup, b.orderInGroup))
              .toList();
      keys.forEach(key -> render(key, text));
    }
    return text.toString();
  }

  private static void render(ConfigKey key, StringBuilder text) {
    text.append("\n### `").append(key.name).append("`\n\n");
    text.append(key.documentation).append("\n\n");
    text.append("- Type: ").append(key.type.toString().toLowerCase(Locale.ROOT));
    text.append("\n- Default: ").append(defaultValue(key)).append('\n');
    @Nullable String valid = validValues(key);
    if (valid != null) {
      text.append("- Valid values: ").append(valid).append('\n');
    }
  }

  private static String defaultValue(ConfigKey key) {
    @Nullable String value = ConfigDef.convertToString(key.defaultValue, key.type);
    return value == null || value.isEmpty() ? "none" : "`%s`".formatted(value);
  }

  private static @Nullable String validValues(ConfigKey key) {
    return key.validator == null ? null : key.validator.toString();
  }
}
