package io.mixtide.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.app.topics.DeadLetters;
import io.mixtide.schemas.DeadLetterReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Task names are UTF-8, strictly: Kafka's own deserializer replaces what is not, and would give two
 * tasks one name.
 */
final class TaskNameDeserializer implements Deserializer<String> {
  /** Every output and every stored observation of a task repeats its name. */
  static final int MAX_BYTES = DeadLetters.MAX_KEY_BYTES;

  private static final char REPLACEMENT = '\ufffd';

  @Override
  public String deserialize(String topic, byte[] data) {
    if (data == null || data.length == 0) {
      throw new RejectedRecordException(
          DeadLetterReason.EMPTY_KEY, "the key is empty; it names the task");
    }
    if (data.length > MAX_BYTES) {
      throw new RejectedRecordException(
          DeadLetterReason.TOO_LARGE,
          "the key has %d bytes, more than the %d allowed of a task's name"
              .formatted(data.length, MAX_BYTES));
    }
    String name = new String(data, UTF_8);
    // Bytes that are not UTF-8 have become this; a name may also have it of its own.
    return name.indexOf(REPLACEMENT) < 0 ? name : strictly(data);
  }

  private static String strictly(byte[] data) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException e) {
      throw new RejectedRecordException(
          DeadLetterReason.MALFORMED, "the key is not UTF-8; it names the task");
    }
  }
}
