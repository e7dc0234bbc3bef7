package io.mixtide.app.deadletters;

import io.mixtide.schemas.DeadLetter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter and where it stands.
 *
 * @param partition of the topic of dead letters
 * @param offset in that partition
 */
public record StoredLetter(int partition, long offset, DeadLetter letter) {

  /** {@code PARTITION:OFFSET}, by which people and replayed records name it. */
  public String id() {
    return partition + ":" + offset;
  }

  /** {@code TOPIC:PARTITION:OFFSET} of the record that it stands for. */
  public String source() {
    return "%s:%d:%d"
        .formatted(letter.getSourceTopic(), letter.getSourcePartition(), letter.getSourceOffset());
  }

  /** The record's key as far as it was kept; null for none. */
  public byte @Nullable [] key() {
    return bytes(letter.getKey());
  }

  /** The record's value as far as it was kept; null for none. */
  public byte @Nullable [] value() {
    return bytes(letter.getValue());
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
