package io.mixtide.app.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which dead letters are meant.
 *
 * @param reasons any of them; empty for all
 * @param tasks keys of the records, any of them; empty for all
 * @param sourceTopics full names of topics, any of them; empty for all
 * @param since the earliest time of a record on its topic
 * @param until the first time that is too late
 */
public record LetterFilter(
    Set<DeadLetterReason> reasons,
    Set<String> tasks,
    Set<String> sourceTopics,
    Instant since,
    Instant until)
    implements Predicate<DeadLetter> {

  @Override
  public boolean test(DeadLetter letter) {
    return (reasons.isEmpty() || reasons.contains(letter.getReason()))
        && (sourceTopics.isEmpty() || sourceTopics.contains(letter.getSourceTopic()))
        && !letter.getTimestamp().isBefore(since)
        && letter.getTimestamp().isBefore(until)
        && (tasks.isEmpty() || isOfTask(letter));
  }

  private boolean isOfTask(DeadLetter letter) {
    ByteBuffer key = letter.getKey();
    return key != null
        && tasks.stream().anyMatch(task -> key.equals(ByteBuffer.wrap(task.getBytes(UTF_8))));
  }
}
