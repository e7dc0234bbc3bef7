package io.mixtide.schemas.serde;

import io.mixtide.schemas.registry.SchemaRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes generated records in the Confluent wire format, the schema under subject {@code
 * TOPIC-value} or {@code TOPIC-key}. Safe for use by many threads. Settings: {@link SerdeConfig}.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

  private final ThreadLocal<WireFormat> format =
      ThreadLocal.withInitial(() -> WireFormat.generic(configured()));
  private final Map<String, Map<String, Integer>> ids = new ConcurrentHashMap<>();
  private volatile @Nullable SchemaRegistry registry;
  private boolean autoRegister;
  private boolean isKey;

  /** A serializer to be configured. */
  public AvroSerializer() {}

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    SerdeConfig config = new SerdeConfig(settings);
    this.isKey = isKey;
    autoRegister = config.autoRegisterSchemas();
    registry = config.registry();
  }

  /**
   * {@inheritDoc}
   *
   * @throws MalformedRecordException if a field that must not be null is
   * @throws io.mixtide.schemas.registry.SchemaRejectedException if the registry refuses the schema
   * @throws io.mixtide.schemas.registry.UnknownSchemaException if the registry does not have the
   *     schema and it is not to be registered
   * @throws io.mixtide.schemas.registry.RegistryUnavailableException if the registry gives no
   *     answer
   */
  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T data) {
    if (data == null) {
      return null;
    }
    Schema schema = data.getSchema();
    return format.get().encode(id(topic, schema), schema, data);
  }

  private int id(String topic, Schema schema) {
    Map<String, Integer> ofTopic = ids.computeIfAbsent(topic, _ -> new ConcurrentHashMap<>());
    Integer id = ofTopic.get(schema.getFullName());
    if (id == null) {
      String subject = topic + (isKey ? "-key" : "-value");
      SchemaRegistry asked = configured();
      id = autoRegister ? asked.register(subject, schema) : asked.idOf(subject, schema);
      ofTopic.put(schema.getFullName(), id);
    }
    return id;
  }

  private SchemaRegistry configured() {
    return Objects.requireNonNull(registry, "the serializer is used before it is configured");
  }
}
