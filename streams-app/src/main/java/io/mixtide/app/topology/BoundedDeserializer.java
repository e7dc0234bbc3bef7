package io.mixtide.app.topology;

import io.mixtide.schemas.DeadLetterReason;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Refuses values that are missing or too large before they are decoded. */
record BoundedDeserializer(Deserializer<SpecificRecord> values, int maxBytes)
    implements Deserializer<SpecificRecord> {

  @Override
  public SpecificRecord deserialize(String topic, Headers headers, byte @Nullable [] data) {
    check(data);
    return values.deserialize(topic, headers, data);
  }

  @Override
  public SpecificRecord deserialize(String topic, byte @Nullable [] data) {
    check(data);
    return values.deserialize(topic, data);
  }

  private void check(byte @Nullable [] data) {
    if (data == null) {
      throw new RejectedRecordException(DeadLetterReason.MALFORMED, "the record has no value");
    }
    if (data.length > maxBytes) {
      throw new RejectedRecordException(
          DeadLetterReason.TOO_LARGE,
          "the value has %d bytes, more than the %d allowed".formatted(data.length, maxBytes));
    }
  }
}
