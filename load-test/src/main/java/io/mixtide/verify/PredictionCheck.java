package io.mixtide.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Follows the predictions of one task: at each sequence first the answers to the arrival's own
 * queries, then those to requests. Where a request is answered is free, for it stands on another
 * topic; the order of requests is not.
 */
final class PredictionCheck {
  private final Replays replays;
  private final Reports reports;
  private final String topic;
  private final boolean cut;
  private final BySequence<Output> predictions;
  private final RequestQueue requests;
  private final PlaceOrder order = new PlaceOrder();

  /** Whether the prediction at hand was already seen to be right, to the bit. */
  private boolean exact;

  PredictionCheck(Replays replays, Reports reports, Retention retention, TaskRecords task) {
    this.replays = replays;
    this.reports = reports;
    topic = reports.topics().predictions();
    cut = retention.isCut(topic);
    predictions = new BySequence<>(task.predictions(), Output::sequence);
    requests = new RequestQueue(task.requests(), retention, reports);
  }

  /**
   * Checks the predictions of one sequence.
   *
   * @param event that arrived then; null for sequence 0
   * @param posterior of that arrival, if it is there
   */
  void at(long sequence, Input.@Nullable Event event, @Nullable Output posterior) {
    List<Ask> asks = event == null ? List.of() : event.asks();
    BitSet answered = new BitSet(asks.size());
    int latest = -1;
    boolean requested = false;
    for (Output prediction : predictions.take(sequence)) {
      if (!order.follows(prediction)) {
        reports.add(Fault.OUT_OF_ORDER, topic, prediction, "it follows a later arrival's");
      }
      int own = find(asks, answered, prediction, latest + 1);
      if (own >= 0) {
        answered.set(own);
        if (requested || own < latest) {
          reports.add(Fault.OUT_OF_ORDER, topic, prediction, "it follows a later query's");
        }
        latest = Math.max(latest, own);
        compare(prediction, null, asks.get(own), posterior);
      } else {
        requested |= answerRequest(prediction, asks);
      }
    }
    for (int i = answered.nextClearBit(0); i < asks.size(); i = answered.nextClearBit(i + 1)) {
      if (event != null && event.due() && !(cut && sequence < predictions.least())) {
        reports.add(Fault.MISSING, event, sequence, "its query %d has no prediction".formatted(i));
      }
    }
  }

  /**
   * Which of the arrival's queries a prediction answers, -1 for none; cheaply if it is the next.
   */
  private int find(List<Ask> asks, BitSet answered, Output prediction, int next) {
    exact = next < asks.size() && isRight(prediction, null, asks.get(next));
    if (exact) {
      return next;
    }
    for (int i = answered.nextClearBit(0); i < asks.size(); i = answered.nextClearBit(i + 1)) {
      if (asks.get(i).key(null, reports.fingerprint()) == prediction.key()) {
        return i;
      }
    }
    return -1;
  }

  private boolean answerRequest(Output prediction, List<Ask> asks) {
    RequestQueue.Query next = requests.next();
    exact = next != null && isRight(prediction, next.request().id(), next.ask());
    RequestQueue.Query query = exact ? next : requests.find(prediction.key());
    if (query == null) {
      boolean repeats =
          requests.has(prediction.key())
              || asks.stream()
                  .anyMatch(ask -> ask.key(null, reports.fingerprint()) == prediction.key());
      if (repeats) {
        reports.add(Fault.DOUBLED, topic, prediction, "its query is answered already");
      } else if (!requests.mayBeCut()) {
        reports.add(Fault.STRAY, topic, prediction, "no one asked");
      }
      return false;
    }
    if (!requests.answer(query, prediction)) {
      reports.add(Fault.OUT_OF_ORDER, topic, prediction, "it follows a later request's");
    }
    compare(prediction, query.request().id(), query.ask(), query.former());
    return true;
  }

  private boolean isRight(Output prediction, @Nullable String requestId, Ask ask) {
    try {
      SpecificRecord expected = expected(prediction, requestId, ask);
      return expected != null && reports.isSame(prediction, expected);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private @Nullable SpecificRecord expected(
      Output prediction, @Nullable String requestId, Ask ask) {
    Replay replay = replays.of(prediction);
    if (replay == null) {
      return null;
    }
    replay.advance(replays.context(), replays.context().size());
    return ExpectedRecords.prediction(replay, prediction.sequence(), requestId, ask);
  }

  /** {@code with}: an output of the same record, which is made by the same release at once. */
  private void compare(
      Output prediction, @Nullable String requestId, Ask ask, @Nullable Output with) {
    if (!exact && reportedWrong(prediction, requestId, ask)) {
      return;
    }
    if (with != null
        && (!with.release().equals(prediction.release())
            || with.sequence() != prediction.sequence())) {
      reports.add(
          Fault.DIFFERING,
          topic,
          prediction,
          "release %s at sequence %d, where the rest of its record has %s at %d"
              .formatted(
                  prediction.release(), prediction.sequence(), with.release(), with.sequence()));
    }
  }

  private boolean reportedWrong(Output prediction, @Nullable String requestId, Ask ask) {
    SpecificRecord expected;
    try {
      expected = expected(prediction, requestId, ask);
    } catch (IllegalArgumentException e) {
      reports.add(
          Fault.WRONGLY_ACCEPTED, topic, prediction, "the release cannot take the query's x");
      return true;
    }
    if (expected == null) {
      reports.add(Fault.UNKNOWN_RELEASE, topic, prediction, prediction.release());
      return true;
    }
    if (!reports.isSame(prediction, expected)) {
      reports.addDifference(topic, prediction, expected);
      return true;
    }
    return false;
  }

  /** Says which requests were not answered, and which predictions belong to no sequence. */
  void end() {
    for (Output prediction : new ArrayList<>(predictions.rest())) {
      reports.add(Fault.STRAY, topic, prediction, "no arrival has this sequence");
    }
    requests.end(cut);
  }
}
