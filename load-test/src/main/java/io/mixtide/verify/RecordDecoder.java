package io.mixtide.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.registry.UnknownSchemaException;
import io.mixtide.schemas.serde.MalformedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Decodes records, or says what they cannot be decoded for. */
record RecordDecoder(Deserializer<SpecificRecord> values) {

  /** A value, or why there is none; neither for a record without one. */
  record Decoded(@Nullable SpecificRecord value, @Nullable DeadLetterReason fault) {}

  /** Decodes a record's value. */
  Decoded decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return new Decoded(
          values.deserialize(record.topic(), record.headers(), record.value()), null);
    } catch (RuntimeException e) {
      return new Decoded(null, reason(e, e));
    }
  }

  /** A failing registry says nothing of the record: then the fault is thrown on. */
  private static DeadLetterReason reason(RuntimeException fault, @Nullable Throwable cause) {
    return switch (cause) {
      case null -> throw fault;
      case UnknownSchemaException _ -> DeadLetterReason.UNKNOWN_SCHEMA;
      case MalformedRecordException _ -> DeadLetterReason.MALFORMED;
      default -> reason(fault, cause.getCause());
    };
  }

  /** The task that a key names, null if it is no name: names are UTF-8, strictly. */
  static @Nullable String task(byte @Nullable [] key) {
    if (key == null || key.length == 0) {
      return null;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
