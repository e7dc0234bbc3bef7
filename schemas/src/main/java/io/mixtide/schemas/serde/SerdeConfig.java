package io.mixtide.schemas.serde;

import io.mixtide.schemas.registry.RegistryAccess;
import io.mixtide.schemas.registry.SchemaRegistries;
import io.mixtide.schemas.registry.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings of the serdes, named as those of Confluent's. */
public final class SerdeConfig extends AbstractConfig {

  /** Where the registry is: {@code http} or {@code https} URLs, or {@code mock://NAME}. */
  public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";

  /** Whether a schema not yet known is registered on writing. */
  public static final String AUTO_REGISTER_SCHEMAS = "auto.register.schemas";

  /** {@code USER:PASSWORD} for the registry. */
  public static final String BASIC_AUTH_USER_INFO = "basic.auth.user.info";

  /** A token for the registry. */
  public static final String BEARER_AUTH_TOKEN = "bearer.auth.token";

  /** What begins so is a setting of TLS to the registry, named on as Kafka's clients name it. */
  public static final String SSL_PREFIX = "schema.registry.ssl.";

  /** The one generated class a value deserializer accepts. */
  public static final String SPECIFIC_AVRO_VALUE_TYPE = "specific.avro.value.type";

  /** The one generated class a key deserializer accepts. */
  public static final String SPECIFIC_AVRO_KEY_TYPE = "specific.avro.key.type";

  private static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              SCHEMA_REGISTRY_URL,
              ConfigDef.Type.LIST,
              Importance.HIGH,
              "URLs of the schema registry, tried in turn, or mock://NAME for one in memory.")
          .define(
              AUTO_REGISTER_SCHEMAS,
              ConfigDef.Type.BOOLEAN,
              true,
              Importance.MEDIUM,
              "Whether to register a schema on first writing with it, or else only to look it up.")
          .define(
              BASIC_AUTH_USER_INFO,
              ConfigDef.Type.PASSWORD,
              null,
              Importance.MEDIUM,
              "USER:PASSWORD for the schema registry.")
          .define(
              BEARER_AUTH_TOKEN,
              ConfigDef.Type.PASSWORD,
              null,
              Importance.MEDIUM,
              "A token for the schema registry, instead of USER:PASSWORD.")
          .define(
              SPECIFIC_AVRO_VALUE_TYPE,
              ConfigDef.Type.CLASS,
              null,
              Importance.LOW,
              "The one generated class to accept as a value; any if not set.")
          .define(
              SPECIFIC_AVRO_KEY_TYPE,
              ConfigDef.Type.CLASS,
              null,
              Importance.LOW,
              "The one generated class to accept as a key; any if not set.");

  /**
   * Takes what it knows of {@code settings} and leaves the rest.
   *
   * @throws org.apache.kafka.common.config.ConfigException if a setting is missing or not valid
   */
  public SerdeConfig(Map<String, ?> settings) {
    super(DEFINITION, settings, false);
  }

  /**
   * The registry set.
   *
   * @throws ConfigException if there are two kinds of credentials, or a store cannot be read
   */
  public SchemaRegistry registry() {
    return SchemaRegistries.at(getList(SCHEMA_REGISTRY_URL), access());
  }

  private RegistryAccess access() {
    Map<String, Object> ssl = new HashMap<>();
    originalsWithPrefix(SSL_PREFIX).forEach((key, value) -> ssl.put("ssl." + key, value));
    RegistryAccess access = new RegistryAccess(null, ssl);
    Password userInfo = getPassword(BASIC_AUTH_USER_INFO);
    Password token = getPassword(BEARER_AUTH_TOKEN);
    if (userInfo != null && token != null) {
      throw new ConfigException(
          "Both %s and %s are set: choose one.".formatted(BASIC_AUTH_USER_INFO, BEARER_AUTH_TOKEN));
    }
    if (userInfo != null) {
      return access.withUserInfo(userInfo.value());
    }
    return token == null ? access : access.withToken(token.value());
  }

  /** Whether to register a schema on first writing with it. */
  public boolean autoRegisterSchemas() {
    return getBoolean(AUTO_REGISTER_SCHEMAS);
  }

  /** The one generated class to accept, null for any. */
  public @Nullable Class<?> specificType(boolean isKey) {
    return getClass(isKey ? SPECIFIC_AVRO_KEY_TYPE : SPECIFIC_AVRO_VALUE_TYPE);
  }
}
