package io.mixtide.benchmark.metrics;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How well known groups can be read off feature vectors.
 *
 * @param groups how many groups there are
 * @param clusters agreement of the groups with k-means of as many clusters
 * @param probe accuracy of a {@link LinearProbe}, in [0, 1]
 * @param chance accuracy of always naming the largest group
 */
public record GroupRecovery(int groups, Agreement clusters, double probe, double chance) {
  private static final int RESTARTS = 10;

  /**
   * Clusters and probes the features.
   *
   * @param features {@code [points, features]}, finite, at least two points
   * @param groups the points' groups
   * @param seed equal seeds give equal results
   * @throws IllegalArgumentException if the lengths differ or there are fewer than two points
   */
  public static GroupRecovery of(double[][] features, List<String> groups, long seed) {
    if (features.length != groups.size() || features.length < 2) {
      throw new IllegalArgumentException(
          "%d points and %d groups".formatted(features.length, groups.size()));
    }
    List<String> names = groups.stream().distinct().sorted().toList();
    int[] truth = groups.stream().mapToInt(names::indexOf).toArray();
    int[] found = KMeans.cluster(features, names.size(), RESTARTS, seed);
    long largest =
        groups.stream()
            .collect(Collectors.groupingBy(group -> group, Collectors.counting()))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .max()
            .orElseThrow();
    return new GroupRecovery(
        names.size(),
        Agreement.of(truth, found),
        LinearProbe.accuracy(features, truth, seed),
        (double) largest / truth.length);
  }
}
