package io.mixtide.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A task's outputs of one kind, gone through by their sequence, those of one sequence in the order
 * in which they stand.
 */
final class BySequence<T> {
  private final List<T> sorted;
  private final ToLongFunction<T> sequence;
  private final List<T> passedOver = new ArrayList<>();
  private int next;

  BySequence(List<T> outputs, ToLongFunction<T> sequence) {
    this.sequence = sequence;
    sorted = outputs.isEmpty() ? outputs : new ArrayList<>(outputs);
    if (!sorted.isEmpty()) {
      sorted.sort(Comparator.comparingLong(sequence));
    }
  }

  /** The least sequence; beyond all if there is none. */
  long least() {
    return sorted.isEmpty() ? Long.MAX_VALUE : sequence.applyAsLong(sorted.getFirst());
  }

  /** The first output of a sequence, or null; sequences must be asked for in ascending order. */
  @Nullable T first(long wanted) {
    while (next < sorted.size() && sequence.applyAsLong(sorted.get(next)) < wanted) {
      passedOver.add(sorted.get(next++));
    }
    boolean there = next < sorted.size() && sequence.applyAsLong(sorted.get(next)) == wanted;
    return there ? sorted.get(next) : null;
  }

  /** All outputs of a sequence, each given once. */
  List<T> take(long wanted) {
    if (first(wanted) == null) {
      return List.of();
    }
    int start = next;
    while (next < sorted.size() && sequence.applyAsLong(sorted.get(next)) == wanted) {
      next++;
    }
    return sorted.subList(start, next);
  }

  /** The outputs of which no one asked for the sequence. */
  List<T> rest() {
    passedOver.addAll(sorted.subList(next, sorted.size()));
    next = sorted.size();
    return passedOver;
  }
}
