package io.mixtide.load;

import java.util.BitSet;

/** Which of some numbered things are due, and which have come: each once, if all is well. */
final class Arrivals {
  private final BitSet due = new BitSet();
  private final BitSet seen = new BitSet();
  private long repeated;
  private long unasked;

  void expect(int number) {
    due.set(number);
  }

  void arrived(int number) {
    if (seen.get(number)) {
      repeated++;
    } else if (!due.get(number)) {
      unasked++;
    }
    seen.set(number);
  }

  long due() {
    return due.cardinality();
  }

  /** How many of those due have come. */
  long met() {
    BitSet both = (BitSet) due.clone();
    both.and(seen);
    return both.cardinality();
  }

  /** How many came again, or were never asked for. */
  long excess() {
    return repeated + unasked;
  }
}
