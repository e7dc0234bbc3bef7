package io.mixtide.schemas.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * {@link AvroSerializer} and {@link AvroDeserializer} together. Safe for use by many threads.
 * Settings: {@link SerdeConfig}.
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {

  private final AvroSerializer<T> serializer = new AvroSerializer<>();
  private final AvroDeserializer<T> deserializer;

  /** A serde to be configured, for the class that its settings name or for any. */
  public AvroSerde() {
    deserializer = new AvroDeserializer<>();
  }

  /** A serde to be configured, for one class: a record of another is an unknown schema. */
  public AvroSerde(Class<T> type) {
    deserializer = new AvroDeserializer<>(type);
  }

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    serializer.configure(settings, isKey);
    deserializer.configure(settings, isKey);
  }

  @Override
  public Serializer<T> serializer() {
    return serializer;
  }

  @Override
  public Deserializer<T> deserializer() {
    return deserializer;
  }
}
