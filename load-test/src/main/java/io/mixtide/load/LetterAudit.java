package io.mixtide.load;

import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Which records of a run are bad and for what reason, by where they stand on their topic, and the
 * dead letters that came of them. Not safe for use by several threads.
 */
final class LetterAudit {

  /** Where a record stands. */
  private record Position(int partition, long offset) {
    static Position of(DeadLetter letter) {
      return new Position(letter.getSourcePartition(), letter.getSourceOffset());
    }
  }

  private final Map<Position, DeadLetterReason> due = new HashMap<>();
  private final Map<Position, DeadLetterReason> came = new HashMap<>();

  /** Letters without a key: whose they are is known when the broker has said where ours stand. */
  private final Map<Position, DeadLetterReason> keyless = new HashMap<>();

  private final Map<DeadLetterReason, Long> repeated = new EnumMap<>(DeadLetterReason.class);

  /**
   * A bad record was appended.
   *
   * @return whether its letter had come before without a key, so that it was not known as this
   *     run's
   */
  boolean expect(int partition, long offset, DeadLetterReason fault) {
    Position position = new Position(partition, offset);
    due.put(position, fault);
    DeadLetterReason early = keyless.remove(position);
    if (early != null) {
      came.put(position, early);
    }
    return early != null;
  }

  /** A letter of this run came. */
  void arrived(DeadLetter letter) {
    DeadLetterReason reason = letter.getReason();
    if (came.put(Position.of(letter), reason) != null) {
      repeated.merge(reason, 1L, Long::sum);
    }
  }

  /**
   * A letter without a key came.
   *
   * @return whether it is known to be of this run
   */
  boolean keyless(DeadLetter letter) {
    Position position = Position.of(letter);
    if (due.containsKey(position)) {
      arrived(letter);
      return true;
    }
    keyless.put(position, letter.getReason());
    return false;
  }

  /** How many letters are due. */
  long due() {
    return due.size();
  }

  /** All letters: due, came with the right reason, came otherwise or again. */
  LoadResult.Tally tally() {
    long right = tallies().values().stream().mapToLong(LoadResult.Tally::came).sum();
    long again = repeated.values().stream().mapToLong(Long::longValue).sum();
    return new LoadResult.Tally(due.size(), right, came.size() - right + again);
  }

  /** The same by the reason that was due or came; in the order of the reasons. */
  Map<DeadLetterReason, LoadResult.Tally> tallies() {
    Map<DeadLetterReason, Long> owed = new EnumMap<>(DeadLetterReason.class);
    Map<DeadLetterReason, Long> right = new EnumMap<>(DeadLetterReason.class);
    Map<DeadLetterReason, Long> excess = new EnumMap<>(repeated);
    due.values().forEach(reason -> owed.merge(reason, 1L, Long::sum));
    came.forEach((position, reason) ->
        (reason == due.get(position) ? right : excess).merge(reason, 1L, Long::sum));
    Map<DeadLetterReason, LoadResult.Tally> tallies = new EnumMap<>(DeadLetterReason.class);
    for (DeadLetterReason reason : DeadLetterReason.values()) {
      if (owed.containsKey(reason) || excess.containsKey(reason)) {
        tallies.put(
            reason,
            new LoadResult.Tally(
                owed.getOrDefault(reason, 0L),
                right.getOrDefault(reason, 0L),
                excess.getOrDefault(reason, 0L)));
      }
    }
    return tallies;
  }
}
