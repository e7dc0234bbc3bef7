package io.mixtide.model.engine;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.mixtide.model.inference.TaskState;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The contexts that a batch needs, each once, however many queries ask it: those of tasks with an
 * arrival, in order, then those of others that are asked.
 *
 * @param states of the tasks, {@code [contexts]}
 * @param asked which of them each query wants, {@code [queries]}; empty for input experts, whose
 *     queries need none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record BatchContexts(List<TaskState> states, int[] asked) {

  static BatchContexts of(InferenceBatch batch, Arrivals arrivals, boolean attends) {
    List<TaskState> states = new ArrayList<>();
    for (int i = 0; i < arrivals.number(); i++) {
      states.add(batch.tasks().get(arrivals.task()[i]));
    }
    if (!attends) {
      return new BatchContexts(states, new int[0]);
    }
    Map<TaskState, Integer> index = new IdentityHashMap<>();
    states.forEach(state -> index.put(state, index.size()));
    int[] asked = new int[batch.asked().size()];
    for (int i = 0; i < asked.length; i++) {
      TaskState state = batch.asked().get(i);
      Integer known = index.putIfAbsent(state, states.size());
      if (known == null) {
        known = states.size();
        states.add(state);
      }
      asked[i] = known;
    }
    return new BatchContexts(states, asked);
  }

  /** Tokens of all contexts together, before the arrivals. */
  long tokens() {
    return states.stream().mapToLong(TaskState::tokens).sum();
  }

  /**
   * Tokens that one context has at most after the arrivals.
   *
   * @param window that a context's tokens fit into; 0 for input experts
   */
  int mostTokens(int window) {
    int most = states.stream().mapToInt(TaskState::tokens).max().orElse(0);
    return Math.min(most + 1, window);
  }

  /** Writes what the device gets of them. */
  void write(DeviceBatch layout, MemorySegment to) {
    boolean attends = layout.tokenBytes() > 0;
    long token = 0;
    for (int i = 0; i < states.size(); i++) {
      TaskState state = states.get(i);
      to.set(JAVA_INT, layout.count(i), state.count());
      state.copyTo(to, layout.state(i));
      if (attends) {
        to.set(JAVA_INT, layout.firstToken(i), Math.toIntExact(token));
        state.copyTokensTo(to, layout.token(token));
        token += state.tokens();
      }
    }
    for (int i = 0; i < asked.length; i++) {
      to.set(JAVA_INT, layout.asked(i), asked[i]);
    }
  }
}
