package io.mixtide.verify;

import io.mixtide.schemas.DeadLetterReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges why records of one task were refused, and remembers which ids it has taken. */
final class RefusalCheck {
  /** Of how many of a task's latest ids one that comes again is refused. */
  private static final int REMEMBERED = 32;

  private final Replays replays;
  private final Reports reports;
  private final Deque<String> ids = new ArrayDeque<>();

  RefusalCheck(Replays replays, Reports reports) {
    this.replays = replays;
    this.reports = reports;
  }

  /** An observation was taken. */
  void taken(Input.Event event) {
    if (event.id() != null) {
      ids.addLast(event.id());
      if (ids.size() > REMEMBERED) {
        ids.removeFirst();
      }
    }
  }

  /** Whether the observation's id is among those taken lately. */
  boolean isRepeated(Input.Event event) {
    return event.id() != null && ids.contains(event.id());
  }

  /**
   * Judges a dead letter by its record; says so if it is wrong.
   *
   * @return whether nothing is wrong with the record
   */
  boolean isWronglyRefused(Input input, Output.Letter letter) {
    DeadLetterReason reason = letter.reason();
    if (input.faults().contains(reason)) {
      return false;
    }
    boolean repeated = input instanceof Input.Event event && isRepeated(event);
    if (reason == DeadLetterReason.DUPLICATE && repeated) {
      return false;
    }
    boolean outOfRange = input.faults().isEmpty() && isOutOfRange(input);
    if (reason == DeadLetterReason.OUT_OF_RANGE && outOfRange) {
      return false;
    }
    if (input.faults().isEmpty() && !repeated && !outOfRange) {
      reports.add(Fault.WRONGLY_REFUSED, input, null, "it was refused as %s".formatted(reason));
      return true;
    }
    reports.add(
        Fault.DIFFERING,
        input,
        null,
        "reason is %s where %s is right".formatted(reason, rightReason(input, repeated)));
    return false;
  }

  private static Object rightReason(Input input, boolean repeated) {
    return !input.faults().isEmpty()
        ? input.faults().size() == 1 ? input.faults().iterator().next() : input.faults()
        : repeated ? DeadLetterReason.DUPLICATE : DeadLetterReason.OUT_OF_RANGE;
  }

  /** Whether a release that may have been in force cannot take the record. */
  boolean isOutOfRange(Input input) {
    List<Input.Event> context = replays.context();
    for (Replay replay : replays.candidates()) {
      if (!replay.acceptsValues(input)) {
        return true;
      }
      if (input instanceof Input.Event event) {
        replay.advance(context, context.size());
        if (score(replay, event) == null) {
          return true;
        }
      }
    }
    return false;
  }

  /** The log score of an observation if it came now; null if the release cannot take it. */
  static @Nullable Double score(Replay replay, Input.Event event) {
    try {
      return replay.score(event);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
