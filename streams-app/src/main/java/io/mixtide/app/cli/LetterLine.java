package io.mixtide.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.app.deadletters.StoredLetter;
import io.mixtide.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter without its record's value; the JSON of {@code dead-letters list --json} has these
 * names.
 *
 * @param letter {@code PARTITION:OFFSET} on the topic of dead letters
 * @param time of the record on its topic, ISO 8601, in UTC
 * @param source {@code TOPIC:PARTITION:OFFSET} of the record
 * @param task the record's key; null if there is none, or it is not UTF-8
 * @param keyHex the key in hexadecimal digits if it is not UTF-8, else null
 * @param message what is wrong with the record
 * @param valueSize size of the record's value, bytes
 * @param truncated whether the letter holds only the beginning of it
 */
record LetterLine(
    String letter,
    String time,
    String reason,
    String source,
    @Nullable String task,
    @Nullable String keyHex,
    String message,
    long valueSize,
    boolean truncated) {

  static LetterLine of(StoredLetter stored) {
    DeadLetter letter = stored.letter();
    byte[] key = stored.key();
    String task = key == null ? null : utf8(key);
    return new LetterLine(
        stored.id(),
        letter.getTimestamp().toString(),
        letter.getReason().name(),
        stored.source(),
        task,
        key == null || task != null ? null : HexFormat.of().formatHex(key),
        letter.getMessage(),
        letter.getValueSize(),
        letter.getTruncated());
  }

  /** All of it in one line, for people. */
  String text() {
    return "%-8s %-24s %-16s %-28s %s: %s"
        .formatted(letter, time, reason, source, who(), printable(message));
  }

  /** The record's task, or what it has instead of one. */
  String who() {
    if (task != null) {
      return task.isEmpty() ? "empty key" : "task '%s'".formatted(printable(task));
    }
    return keyHex == null ? "no key" : "key " + keyHex;
  }

  /** The text without what would move a terminal's cursor or colour it. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "\ufffd");
  }

  private static @Nullable String utf8(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
