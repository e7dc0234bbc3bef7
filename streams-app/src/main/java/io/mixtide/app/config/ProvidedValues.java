package io.mixtide.app.config;

import io.mixtide.app.UserErrorException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/** Puts into values what Kafka's configuration providers have for their {@code ${provider:…}}. */
final class ProvidedValues {
  /** What begins so tells how a provider is made, and is no setting. */
  static final String PREFIX = SecurityDefinition.CONFIG_PROVIDERS + ".";

  private static final Map<String, Class<?>> KAFKA_S_OWN =
      Map.of(
          "env", EnvVarConfigProvider.class,
          "file", FileConfigProvider.class,
          "directory", DirectoryConfigProvider.class);

  private ProvidedValues() {}

  /**
   * The values with every reference replaced; how providers are made is left out.
   *
   * @throws UserErrorException if a provider cannot be made, or does not have what is asked of it
   */
  static Map<String, String> of(Map<String, String> values) {
    List<String> providers = providers(values);
    Map<String, String> withClasses = new HashMap<>(values);
    for (String provider : providers) {
      String key = PREFIX + provider + ".class";
      Class<?> known = KAFKA_S_OWN.get(provider);
      if (known != null) {
        withClasses.putIfAbsent(key, known.getName());
      } else if (!values.containsKey(key)) {
        throw new UserErrorException(
            "config.providers names %s, which is not Kafka's own: set %s".formatted(provider, key));
      }
    }
    Map<String, String> resolved = new HashMap<>();
    resolve(withClasses)
        .forEach((key, value) -> {
          if (!key.startsWith(PREFIX)) {
            requireResolved(key, value.toString(), providers);
            resolved.put(key, value.toString());
          }
        });
    return resolved;
  }

  private static List<String> providers(Map<String, String> values) {
    String names = values.getOrDefault(SecurityDefinition.CONFIG_PROVIDERS, "").strip();
    return names.isEmpty() ? List.of() : List.of(names.split("\\s*,\\s*"));
  }

  private static Map<String, Object> resolve(Map<String, String> values) {
    try {
      return new AbstractConfig(new ConfigDef(), values, false).originals();
    } catch (KafkaException e) {
      throw new UserErrorException(
          "a value cannot be had from config.providers: %s; correct the file or class that it names"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** A provider that does not have something leaves the reference as it stands. */
  private static void requireResolved(String key, String value, List<String> providers) {
    for (String provider : providers) {
      if (Pattern.compile("\\$\\{" + Pattern.quote(provider) + ":").matcher(value).find()) {
        throw new UserErrorException(
            "%s asks the provider %s for something that it does not have: set that, or correct %s"
                .formatted(key, provider, key));
      }
    }
  }
}
