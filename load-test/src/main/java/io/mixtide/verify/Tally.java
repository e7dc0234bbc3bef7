package io.mixtide.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts what is found, and keeps the first few of each kind in words. */
final class Tally {
  /** Of each fault. */
  private static final int KEPT = 10;

  private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
  private final List<Finding> findings = new ArrayList<>();

  /** Something is wrong; {@code detail} is asked only if it is kept. */
  void add(
      Fault fault,
      @Nullable String task,
      @Nullable Long sequence,
      String topic,
      int partition,
      long offset,
      Supplier<String> detail) {
    long number = counts.merge(fault, 1L, Long::sum);
    if (number <= KEPT) {
      String place = "%s-%d-%d".formatted(topic, partition, offset);
      findings.add(new Finding(fault, task, sequence, place, detail.get()));
    }
  }

  /** How often it was found. */
  long count(Fault fault) {
    return counts.getOrDefault(fault, 0L);
  }

  /** The first few, in the order in which they were found. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
