package io.mixtide.app.config;

import io.mixtide.app.UserErrorException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * Collects settings from their sources. A later source overrides an earlier one: defaults, the
 * properties file, environment variables, flags. Every error names the source of the bad value.
 */
final class SettingsLoader {
  /** Keys that begin so go to the Kafka clients and Kafka Streams, without this prefix. */
  static final String KAFKA_PREFIX = "kafka.";

  static final String ENVIRONMENT_PREFIX = "MIXTIDE_";

  /** Variables of that prefix that are not settings: they are the launcher's. */
  private static final Set<String> OTHER_VARIABLES = Set.of("MIXTIDE_MAVEN_ARGS");

  private static final String KAFKA_VARIABLE_PREFIX = ENVIRONMENT_PREFIX + "KAFKA_";

  private record Sourced(String value, String source) {}

  private final ConfigDef definition;
  private final Map<String, Sourced> settings = new TreeMap<>();

  SettingsLoader(ConfigDef definition) {
    this.definition = definition;
  }

  void addFile(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IllegalArgumentException | MalformedInputException e) {
      throw new UserErrorException(
          "the file %s is not a properties file in UTF-8: correct it".formatted(file), e);
    } catch (IOException e) {
      throw new UserErrorException(
          "the file %s cannot be read: give --config a readable properties file".formatted(file),
          e);
    }
    for (String key : properties.stringPropertyNames()) {
      add(key, properties.getProperty(key), "in " + file);
    }
  }

  void addEnvironment(Map<String, String> environment) {
    Map<String, String> keysByVariable =
        definition.names().stream().collect(Collectors.toMap(SettingsLoader::variable, k -> k));
    for (var entry : new TreeMap<>(environment).entrySet()) {
      String variable = entry.getKey();
      if (!variable.startsWith(ENVIRONMENT_PREFIX) || OTHER_VARIABLES.contains(variable)) {
        continue;
      }
      String key = keysByVariable.get(variable);
      if (variable.startsWith(KAFKA_VARIABLE_PREFIX)) {
        key = KAFKA_PREFIX + kafkaKey(variable);
      } else if (key == null) {
        throw unknown("environment variable", variable, keysByVariable.keySet(), "");
      }
      add(key, entry.getValue(), "from " + variable);
    }
  }

  void addFlags(Map<String, String> flags) {
    flags.forEach((key, value) -> add(key, value, "from " + flag(key)));
  }

  /** The name of the environment variable that sets {@code key}. */
  static String variable(String key) {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The flag that sets {@code key} on the command line. */
  static String flag(String key) {
    return "--" + key.replace('.', '-');
  }

  Settings load() {
    Map<String, String> given = new TreeMap<>();
    settings.forEach((key, sourced) -> given.put(key, sourced.value()));
    Map<String, String> own = new LinkedHashMap<>();
    Map<String, String> kafka = new LinkedHashMap<>();
    ProvidedValues.of(given)
        .forEach((key, value) -> {
          if (key.startsWith(KAFKA_PREFIX)) {
            kafka.put(key.substring(KAFKA_PREFIX.length()), value);
          } else {
            own.put(key, value);
          }
        });
    for (ConfigValue checked : definition.validate(own)) {
      if (!checked.errorMessages().isEmpty()) {
        throw new UserErrorException(
            "%s: correct %s (see: mixtide settings)"
                .formatted(checked.errorMessages().getFirst(), named(checked.name())));
      }
    }
    return new Settings(new AbstractConfig(definition, own, false), kafka);
  }

  private void add(String key, String value, String source) {
    if (key.startsWith(KAFKA_PREFIX)) {
      requireFree(key, source);
    } else if (!definition.names().contains(key) && !key.startsWith(ProvidedValues.PREFIX)) {
      throw unknown("setting", key, definition.names(), " " + source);
    }
    settings.put(key, new Sourced(value.strip(), source));
  }

  /** Kafka's keys that Mixtide sets itself would otherwise have two values. */
  private void requireFree(String key, String source) {
    String kafkaKey = key.substring(KAFKA_PREFIX.length());
    if (kafkaKey.equals("processing.guarantee")) {
      throw new UserErrorException(
          "%s (%s) cannot be set: processing is always exactly once; remove it"
              .formatted(key, source));
    }
    if (definition.names().contains(kafkaKey) || kafkaKey.startsWith(ProvidedValues.PREFIX)) {
      throw new UserErrorException(
          "%s (%s) has a setting of its own: use %s instead".formatted(key, source, kafkaKey));
    }
  }

  private String named(String key) {
    @Nullable Sourced sourced = settings.get(key);
    return sourced == null ? key : key + " (" + sourced.source() + ")";
  }

  private static String kafkaKey(String variable) {
    return variable
        .substring(KAFKA_VARIABLE_PREFIX.length())
        .toLowerCase(Locale.ROOT)
        .replace('_', '.');
  }

  private static UserErrorException unknown(
      String kind, String name, Collection<String> known, String where) {
    String advice =
        NearestName.find(name, List.copyOf(known))
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("run 'mixtide settings' for the list");
    return new UserErrorException("unknown %s %s%s: %s".formatted(kind, name, where, advice));
  }
}
