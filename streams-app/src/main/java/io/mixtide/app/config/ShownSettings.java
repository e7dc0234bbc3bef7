package io.mixtide.app.config;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings as they may be shown to anyone. Of Kafka's keys only those are shown that Kafka itself
 * defines and does not call a password: what another part reads may be one.
 */
final class ShownSettings {
  private static final ConfigDef[] KAFKA_S = {
    StreamsConfig.configDef(),
    ProducerConfig.configDef(),
    ConsumerConfig.configDef(),
    AdminClientConfig.configDef()
  };

  /** What Streams takes off a key before it hands it to one of its clients, longest first. */
  private static final Pattern CLIENT_PREFIX =
      Pattern.compile(
          "^(main\\.consumer|restore\\.consumer|global\\.consumer|consumer|producer|admin)\\.");

  private static final Pattern CREDENTIALS_IN_URL = Pattern.compile("//[^/\\s]*@");

  private ShownSettings() {}

  /** All settings in force by key, an unset one as {@code null} in words. */
  static SortedMap<String, String> of(AbstractConfig config, Map<String, String> kafka) {
    SortedMap<String, String> shown = new TreeMap<>();
    config.values().forEach((key, value) -> shown.put(key, text(value)));
    kafka.forEach((key, value) ->
        shown.put(
            SettingsLoader.KAFKA_PREFIX + key, isPlain(key, value) ? value : Password.HIDDEN));
    return shown;
  }

  /** Whether Kafka itself keeps the value of this key hidden. */
  static boolean isPassword(String kafkaKey) {
    return type(kafkaKey).filter(Type.PASSWORD::equals).isPresent();
  }

  private static boolean isPlain(String kafkaKey, String value) {
    return type(kafkaKey).filter(type -> type != Type.PASSWORD).isPresent()
        && !CREDENTIALS_IN_URL.matcher(value).find();
  }

  private static Optional<Type> type(String kafkaKey) {
    String key = CLIENT_PREFIX.matcher(kafkaKey).replaceFirst("");
    for (ConfigDef definition : KAFKA_S) {
      ConfigKey known = definition.configKeys().get(key);
      if (known != null) {
        return Optional.of(known.type);
      }
    }
    return Optional.empty();
  }

  private static String text(Object value) {
    return value == null ? "null" : value.toString();
  }
}
