package io.mixtide.benchmark.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A candidate, and the same with one thing at a time made otherwise. */
final class Variations {
  /** What can be varied beside settings of the service. */
  static final String COLLECTOR = "gc";

  static final String THREADS = "threads";
  static final String PARTITIONS = "partitions";

  private Variations() {}

  /** The JVM flag of a collector. */
  static String collector(String name) {
    return "-XX:+Use%sGC".formatted(name);
  }

  /**
   * The candidate first, then one for each value.
   *
   * @param values several to one key, with commas between them
   * @throws NumberFormatException if a number of threads or partitions is none
   */
  static List<Candidate> of(Candidate candidate, Map<String, String> values) {
    List<Candidate> all = new ArrayList<>(List.of(candidate));
    values.forEach((key, several) -> {
      for (String value : several.split(",", -1)) {
        all.add(with(candidate, key, value.strip()));
      }
    });
    return all;
  }

  private static Candidate with(Candidate candidate, String key, String value) {
    StreamPlan plan = candidate.plan();
    List<String> flags = candidate.jvmFlags();
    Map<String, String> settings = new HashMap<>(candidate.settings());
    switch (key) {
      case COLLECTOR -> flags = List.of(collector(value));
      case THREADS -> plan = plan.on(plan.partitions(), Integer.parseInt(value));
      case PARTITIONS -> plan = plan.on(Integer.parseInt(value), plan.threads());
      default -> settings.put(key, value);
    }
    return new Candidate(candidate.kind(), key + "=" + value, plan, flags, settings);
  }
}
