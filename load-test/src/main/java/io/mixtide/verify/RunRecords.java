package io.mixtide.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** All that was read of a run. */
final class RunRecords {
  private final Map<String, TaskRecords> tasks = new HashMap<>();
  private final Map<TopicPartition, Map<Long, Output.Letter>> letters = new HashMap<>();
  private final Set<String> releases = new LinkedHashSet<>();

  /** How many records were read of each topic. */
  private final Map<String, Long> counts = new HashMap<>();

  private long pending;

  void count(String topic) {
    counts.merge(topic, 1L, Long::sum);
  }

  long sum(String... topics) {
    long sum = 0;
    for (String topic : topics) {
      sum += counts.getOrDefault(topic, 0L);
    }
    return sum;
  }

  void countPending() {
    pending++;
  }

  long pending() {
    return pending;
  }

  TaskRecords task(String name) {
    return tasks.computeIfAbsent(name, TaskRecords::new);
  }

  Collection<TaskRecords> tasks() {
    return tasks.values();
  }

  /** Versions that outputs name, in the order in which they were read. */
  Set<String> releases() {
    return releases;
  }

  /** Keeps the dead letter of a record; returns whether it is its first. */
  boolean addLetter(TopicPartition source, long offset, Output.Letter letter) {
    return letters.computeIfAbsent(source, _ -> new HashMap<>()).putIfAbsent(offset, letter)
        == null;
  }

  /** Takes the dead letter of a record away, if it has one. */
  Output.@Nullable Letter takeLetter(TopicPartition source, long offset) {
    Map<Long, Output.Letter> ofPartition = letters.get(source);
    return ofPartition == null ? null : ofPartition.remove(offset);
  }

  /** The dead letters that no one took, of records from an offset on. */
  List<Output.Letter> lettersLeft(Map<TopicPartition, Long> begins) {
    List<Output.Letter> left = new ArrayList<>();
    letters.forEach((source, ofPartition) ->
        ofPartition.forEach((offset, letter) -> {
          if (offset >= begins.getOrDefault(source, 0L)) {
            left.add(letter);
          }
        }));
    return left;
  }
}
