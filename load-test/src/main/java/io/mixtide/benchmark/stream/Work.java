package io.mixtide.benchmark.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What services are given to do. */
enum Work {
  /** Observations of tasks, with queries: what Mixtide is for. */
  TASKS,

  /** See {@link io.mixtide.benchmark.stream.crayfish.Crayfish}. */
  CRAYFISH;

  /** Its name in lower case. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  static List<String> labels() {
    return Arrays.stream(values()).map(Work::label).toList();
  }

  /**
   * By its name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static Work of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
