package io.mixtide.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The queries of a task's requests in their order, and which of them are answered. */
final class RequestQueue {

  /** One query of a request; {@code former} is an answer that its request has already. */
  record Query(int index, Input.Request request, Ask ask, @Nullable Output former) {}

  private record Asked(Input.Request request, Ask ask) {}

  private final Reports reports;
  private final boolean requestsCut;
  private final boolean lettersCut;
  private final List<Input.Request> requests;
  private final List<Asked> queries = new ArrayList<>();
  private final BitSet answered = new BitSet();
  private @Nullable Map<Long, List<Integer>> byKey;
  private int next;
  private Input.@Nullable Request latest;
  private @Nullable Output latestAnswer;

  RequestQueue(List<Input.Request> requests, Retention retention, Reports reports) {
    this.requests = requests;
    this.reports = reports;
    requestsCut = retention.isCut(reports.topics().requests());
    lettersCut = retention.isCut(reports.topics().deadLetters());
    for (Input.Request request : requests) {
      if (request.letter() == null) {
        request.asks().forEach(ask -> queries.add(new Asked(request, ask)));
      }
    }
  }

  /** The query behind the latest that was answered, or null. */
  @Nullable Query next() {
    return next < queries.size() && !answered.get(next) ? query(next) : null;
  }

  /** The query of a key that is to be answered next, or null if all of them are. */
  @Nullable Query find(long key) {
    List<Integer> same = byKey().getOrDefault(key, List.of());
    Integer found = null;
    for (int index : same) {
      if (!answered.get(index)) {
        found = found == null ? index : found;
        if (index >= next) {
          return query(index);
        }
      }
    }
    return found == null ? null : query(found);
  }

  /** Whether any request asks this. */
  boolean has(long key) {
    return byKey().containsKey(key);
  }

  /** Whether a prediction may answer a request that is no longer there. */
  boolean mayBeCut() {
    return requestsCut && answered.isEmpty();
  }

  /** Notes an answer; returns whether it follows all before it. */
  boolean answer(Query query, Output prediction) {
    boolean follows = query.index() >= next;
    answered.set(query.index());
    next = Math.max(next, query.index() + 1);
    latest = query.request();
    latestAnswer = prediction;
    return follows;
  }

  @SuppressWarnings("ReferenceEquality") // the very request, not one that asks the same
  private Query query(int index) {
    Asked asked = queries.get(index);
    return new Query(
        index, asked.request(), asked.ask(), asked.request() == latest ? latestAnswer : null);
  }

  private Map<Long, List<Integer>> byKey() {
    if (byKey == null) {
      byKey = new HashMap<>();
      for (int i = 0; i < queries.size(); i++) {
        Asked asked = queries.get(i);
        long key = asked.ask().key(asked.request().id(), reports.fingerprint());
        byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(i);
      }
    }
    return byKey;
  }

  /**
   * Says which requests were not answered.
   *
   * @param answersCut whether answers to the first of them may be gone
   */
  void end(boolean answersCut) {
    int first = answered.nextSetBit(0);
    int index = 0;
    for (Input.Request request : requests) {
      if (request.letter() != null) {
        continue;
      }
      int end = index + request.asks().size();
      int answers = answered.get(index, end).cardinality();
      if (!request.faults().isEmpty()) {
        endBad(request, answers);
      } else if (request.due() && !(answersCut && index < (first < 0 ? end : first))) {
        for (int i = answers; i < request.asks().size(); i++) {
          reports.add(Fault.MISSING, request, null, "a query of it has no prediction");
        }
      }
      index = end;
    }
  }

  private void endBad(Input.Request request, int answers) {
    if (answers > 0) {
      reports.add(
          Fault.WRONGLY_ACCEPTED,
          request,
          null,
          "it was answered though it is " + request.faults());
    } else if (request.due() && !lettersCut) {
      reports.add(Fault.MISSING, request, null, "no dead letter, and it is " + request.faults());
    }
  }
}
