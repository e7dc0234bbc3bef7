package io.mixtide.app.topics;

import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Makes the dead letter of a record that could not be used. */
public final class DeadLetters {
  /** Longer values are kept to this length: a letter must fit where its record did. */
  public static final int MAX_VALUE_BYTES = 256 * 1024;

  /** Longer keys are kept to this length, that of the longest task name. */
  public static final int MAX_KEY_BYTES = 1024;

  /** Longer messages are cut: they may quote the record, or a schema of any size. */
  public static final int MAX_MESSAGE_LENGTH = 2048;

  private DeadLetters() {}

  /**
   * The record as it came.
   *
   * @param timestamp milliseconds since 1970
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Source(
      String topic,
      int partition,
      long offset,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value) {}

  /**
   * A letter, to be sent.
   *
   * @param topic of dead letters
   * @param message what is wrong with the record, in a sentence
   */
  public static ProducerRecord<byte[], byte[]> letter(
      String topic,
      Serializer<SpecificRecord> values,
      Source source,
      DeadLetterReason reason,
      String message) {
    byte[] key = beginning(source.key, MAX_KEY_BYTES);
    byte[] value = values.serialize(topic, letter(source, reason, message));
    // A record may say that it has none, as -1, which cannot be sent on.
    Long timestamp = source.timestamp < 0 ? null : source.timestamp;
    return new ProducerRecord<>(topic, null, timestamp, key, value);
  }

  /**
   * What a letter says.
   *
   * @param message what is wrong with the record, in a sentence
   */
  public static DeadLetter letter(Source source, DeadLetterReason reason, String message) {
    byte[] key = beginning(source.key, MAX_KEY_BYTES);
    byte[] value = beginning(source.value, MAX_VALUE_BYTES);
    return DeadLetter.newBuilder()
        .setReason(reason)
        .setMessage(
            message.length() <= MAX_MESSAGE_LENGTH
                ? message
                : message.substring(0, MAX_MESSAGE_LENGTH) + "…")
        .setSourceTopic(source.topic)
        .setSourcePartition(source.partition)
        .setSourceOffset(source.offset)
        .setTimestamp(Instant.ofEpochMilli(source.timestamp))
        .setKey(key == null ? null : ByteBuffer.wrap(key))
        .setValue(value == null ? null : ByteBuffer.wrap(value))
        .setValueSize(source.value == null ? 0 : source.value.length)
        .setTruncated(isLonger(source.key, key) || isLonger(source.value, value))
        .build();
  }

  private static boolean isLonger(byte @Nullable [] bytes, byte @Nullable [] kept) {
    return bytes != null && kept != null && bytes.length > kept.length;
  }

  private static byte @Nullable [] beginning(byte @Nullable [] bytes, int length) {
    return bytes == null || bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
  }
}
