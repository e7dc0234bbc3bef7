package io.mixtide.verify;

import java.util.Set;

/**
 * What retention has cut away.
 *
 * @param context partitions whose beginning is gone
 * @param others names of the topics other than context of which a partition's beginning is gone
 */
record Retention(Set<Integer> context, Set<String> others) {
  /** Nothing. */
  static final Retention NONE = new Retention(Set.of(), Set.of());

  boolean isCut(String topic) {
    return others.contains(topic);
  }
}
