package io.mixtide.benchmark.stream;

import java.util.List;
import java.util.Map;

/**
 * One service as it is put under test.
 *
 * @param kind of service
 * @param variation what sets it apart from the others of its kind; empty for nothing
 * @param plan of its run
 * @param jvmFlags of its process
 * @param settings of Mixtide that it has beside those of the benchmark
 */
record Candidate(
    ServiceKind kind,
    String variation,
    StreamPlan plan,
    List<String> jvmFlags,
    Map<String, String> settings) {

  Candidate {
    jvmFlags = List.copyOf(jvmFlags);
    settings = Map.copyOf(settings);
  }

  /** For people. */
  String name() {
    return variation.isEmpty() ? kind.label() : kind.label() + " " + variation;
  }

  /** For topics and files. */
  String id() {
    return name().replace(' ', '-').replace('=', '-');
  }
}
