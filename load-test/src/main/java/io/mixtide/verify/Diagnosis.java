package io.mixtide.verify;

import io.mixtide.schemas.Posterior;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which observation a posterior that does not fit is about: by its id, its event time and the log
 * score that it had before it was seen. So an observation that was lost, or counted twice, is told
 * from one that was computed wrongly, and what follows it can be checked.
 */
record Diagnosis(Replays replays, Reports reports) {
  private static final int FAR = 1000;

  /** Whether the next posterior is about the event, as the next of the context. */
  boolean isAbout(@Nullable Output posterior, Input.Event event) {
    if (posterior == null) {
      return false;
    }
    Replay replay = replays.of(posterior);
    Posterior actual = read(posterior);
    return replay != null && actual != null && isAbout(actual, event, atContext(replay));
  }

  /**
   * The event that the next posterior is about.
   *
   * @param index of the event that it should be about
   * @param latest index of the event that was counted before that; -1 if none was
   * @return its index; {@code index} if that cannot be told
   */
  int about(Output posterior, List<Input.Event> events, int index, int latest) {
    Replay known = replays.of(posterior);
    Posterior actual = read(posterior);
    if (known == null || actual == null) {
      return index;
    }
    // It has taken the event, and must stand before it.
    known.reset();
    Replay replay = atContext(known);
    if (isAbout(actual, events.get(index), replay)) {
      return index;
    }
    if (latest >= 0 && isAbout(actual, events.get(latest), replay)) {
      return latest;
    }
    int end = Math.min(events.size(), index + FAR);
    for (int i = index + 1; i < end; i++) {
      if (events.get(i).letter() == null && isAbout(actual, events.get(i), replay)) {
        return i;
      }
    }
    return index;
  }

  private @Nullable Posterior read(Output posterior) {
    return reports.read(reports.topics().posteriors(), posterior.partition(), posterior.offset())
            instanceof Posterior read
        ? read
        : null;
  }

  private Replay atContext(Replay replay) {
    replay.advance(replays.context(), replays.context().size());
    return replay;
  }

  private static boolean isAbout(Posterior actual, Input.Event event, Replay replay) {
    if (!Objects.equals(actual.getObservationId(), event.id())
        || actual.getEventTime().toEpochMilli() != event.eventTime()) {
      return false;
    }
    Double score = RefusalCheck.score(replay, event);
    // Without a score, only an id of its own tells it from others.
    return score == null
        ? event.id() != null
        : Double.doubleToRawLongBits(score)
            == Double.doubleToRawLongBits(actual.getLogScoreStandardised());
  }
}
