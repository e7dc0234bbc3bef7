package io.mixtide.app.config;

import static io.mixtide.app.config.SecurityDefinition.*;

import io.mixtide.app.UserErrorException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.types.Password;

/** What the settings of access mean in the names of those who are told. */
final class AccessProperties {
  private AccessProperties() {}

  /** What Confluent's serdes are told too: they ignore credentials without their source. */
  static Map<String, Object> ofRegistry(AbstractConfig config) {
    Map<String, Object> access = new HashMap<>();
    Password userInfo = config.getPassword(BASIC_USER_INFO);
    if (userInfo != null) {
      access.put(BASIC_SOURCE, "USER_INFO");
      access.put(BASIC_USER_INFO, userInfo.value());
    }
    Password token = config.getPassword(BEARER_TOKEN);
    if (token != null) {
      access.put(BEARER_SOURCE, "STATIC_TOKEN");
      access.put(BEARER_TOKEN, token.value());
    }
    given(config, REGISTRY_SSL).forEach((key, value) -> access.put(REGISTRY_SSL + key, value));
    return access;
  }

  /** As {@link Settings#httpSsl()}. */
  static Map<String, Object> ofHttp(AbstractConfig config) {
    Map<String, Object> ssl = given(config, HTTP_SSL);
    if (!ssl.isEmpty() && !ssl.containsKey("keystore.location")) {
      throw new UserErrorException(
          "http.ssl.%s is set, but no http.ssl.keystore.location: set both"
              .formatted(ssl.keySet().iterator().next()));
    }
    return ssl.entrySet().stream()
        .collect(Collectors.toMap(entry -> "ssl." + entry.getKey(), Map.Entry::getValue));
  }

  /** The settings that begin with a prefix and are given, without it. */
  private static Map<String, Object> given(AbstractConfig config, String prefix) {
    Map<String, Object> result = new TreeMap<>();
    config
        .values()
        .forEach((key, value) -> {
          if (key.startsWith(prefix) && value != null) {
            result.put(key.substring(prefix.length()), value);
          }
        });
    return result;
  }
}
