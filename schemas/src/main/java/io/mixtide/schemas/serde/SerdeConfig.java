package io.mixtide.schemas.serde;

import io.mixtide.schemas.registry.SchemaRegistries;
import io.mixtide.schemas.registry.SchemaRegistry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
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

  /** The registry set. */
  public SchemaRegistry registry() {
    List<String> urls = getList(SCHEMA_REGISTRY_URL);
    Password userInfo = getPassword(BASIC_AUTH_USER_INFO);
    return SchemaRegistries.at(urls, userInfo == null ? null : userInfo.value());
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
