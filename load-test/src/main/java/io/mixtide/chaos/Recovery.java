package io.mixtide.chaos;

import java.util.BitSet;
import java.util.OptionalDouble;

/**
 * Until every partition has output again after a fault: the answer to an event that was due after
 * it. Times are {@link System#nanoTime()}s. Safe for use by several threads.
 */
final class Recovery {
  private static final double NANOS_PER_MS = 1e6;

  private final long since;
  private final int partitions;
  private final BitSet answered = new BitSet();
  private long recovered;

  Recovery(long since, int partitions) {
    this.since = since;
    this.partitions = partitions;
  }

  /**
   * The answer to an event came.
   *
   * @return whether every partition has had one
   */
  synchronized boolean answered(int partition, long due, long now) {
    if (due >= since && !isComplete()) {
      answered.set(partition);
      recovered = now;
    }
    return isComplete();
  }

  private boolean isComplete() {
    return answered.cardinality() == partitions;
  }

  /**
   * From the fault until the last partition had output again, in milliseconds; empty if it has not.
   */
  synchronized OptionalDouble ms() {
    return isComplete()
        ? OptionalDouble.of((recovered - since) / NANOS_PER_MS)
        : OptionalDouble.empty();
  }
}
