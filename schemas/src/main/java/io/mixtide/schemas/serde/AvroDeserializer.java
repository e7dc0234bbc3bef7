package io.mixtide.schemas.serde;

import io.mixtide.schemas.registry.SchemaRegistry;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads generated records from the Confluent wire format, whatever compatible schema they were
 * written with. Safe for use by many threads. Settings: {@link SerdeConfig}.
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

  private final ThreadLocal<WireFormat> format = ThreadLocal.withInitial(this::newFormat);
  private @Nullable Class<?> type;
  private volatile @Nullable SchemaRegistry registry;

  /** A deserializer to be configured, for the class that its settings name or for any. */
  public AvroDeserializer() {}

  /** A deserializer to be configured, for one class. */
  public AvroDeserializer(Class<T> type) {
    this.type = type;
  }

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    SerdeConfig config = new SerdeConfig(settings);
    if (type == null) {
      type = config.specificType(isKey);
    }
    registry = config.registry();
  }

  /**
   * {@inheritDoc}
   *
   * @throws MalformedRecordException if the bytes are not a record
   * @throws io.mixtide.schemas.registry.UnknownSchemaException if the registry does not have their
   *     schema, or it is of another record
   * @throws io.mixtide.schemas.registry.RegistryUnavailableException if the registry gives no
   *     answer
   */
  @Override
  @SuppressWarnings("unchecked")
  public @Nullable T deserialize(String topic, byte @Nullable [] data) {
    return data == null ? null : (T) format.get().decode(data);
  }

  private WireFormat newFormat() {
    return WireFormat.specific(
        Objects.requireNonNull(registry, "the deserializer is used before it is configured"), type);
  }
}
