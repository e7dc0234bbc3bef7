package io.mixtide.app.topology;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.PredictionRequest;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Refuses values that are too large before they are decoded, missing where that says nothing, or of
 * another topic's kind; and headers that are too large: outputs carry the headers of their record,
 * and must fit where it did.
 *
 * @param values decodes what is not refused
 * @param type what has a place on the topic
 * @param maxBytes the largest value accepted
 * @param valueOptional whether a record may have no value, which gives null
 */
record CheckedDeserializer(
    Deserializer<SpecificRecord> values,
    Class<? extends SpecificRecord> type,
    int maxBytes,
    boolean valueOptional)
    implements Deserializer<SpecificRecord> {

  private static final int MAX_HEADER_BYTES = 8 << 10;

  /** What a header takes in a record at most beside its key and value: their lengths. */
  private static final int BYTES_OF_LENGTHS = 10;

  /** For values of the context, where having none ends a task. */
  static CheckedDeserializer ofContext(AdaptationOptions options) {
    return new CheckedDeserializer(
        options.values().deserializer(), ContextEvent.class, options.maxRecordBytes(), true);
  }

  /** For values of the requests. */
  static CheckedDeserializer ofRequests(AdaptationOptions options) {
    return new CheckedDeserializer(
        options.values().deserializer(), PredictionRequest.class, options.maxRecordBytes(), false);
  }

  @Override
  public @Nullable SpecificRecord deserialize(
      String topic, Headers headers, byte @Nullable [] data) {
    check(headers);
    check(data);
    return data == null ? null : inPlace(values.deserialize(topic, headers, data));
  }

  @Override
  public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] data) {
    check(data);
    return data == null ? null : inPlace(values.deserialize(topic, data));
  }

  private SpecificRecord inPlace(SpecificRecord value) {
    if (!type.isInstance(value)) {
      throw new RejectedRecordException(
          DeadLetterReason.UNKNOWN_SCHEMA,
          "a %s has no place on this topic".formatted(value.getSchema().getFullName()));
    }
    return value;
  }

  private static void check(Headers headers) {
    long bytes = 0;
    for (Header header : headers) {
      bytes += BYTES_OF_LENGTHS + header.key().length();
      bytes += header.value() == null ? 0 : header.value().length;
    }
    if (bytes > MAX_HEADER_BYTES) {
      throw new RejectedRecordException(
          DeadLetterReason.TOO_LARGE,
          "the headers have %d bytes, more than the %d allowed".formatted(bytes, MAX_HEADER_BYTES));
    }
  }

  private void check(byte @Nullable [] data) {
    if (data == null && !valueOptional) {
      throw new RejectedRecordException(DeadLetterReason.MALFORMED, "the record has no value");
    }
    if (data != null && data.length > maxBytes) {
      throw new RejectedRecordException(
          DeadLetterReason.TOO_LARGE,
          "the value has %d bytes, more than the %d allowed".formatted(data.length, maxBytes));
    }
  }
}
