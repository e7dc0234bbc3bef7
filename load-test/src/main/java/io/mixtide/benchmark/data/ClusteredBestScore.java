package io.mixtide.benchmark.data;

import java.util.List;

/**
 * The Bayes-optimal log likelihoods per target on the {@link
 * io.mixtide.model.data.ClusteredFamily}, in nats and in the tasks' units.
 *
 * @param contextSize observations in the context
 * @param marginal mean of the log density of one target
 * @param joint log density of a task's 50 targets together, divided by their number
 */
public record ClusteredBestScore(int contextSize, double marginal, double joint) {
  /** By context size, each on 160 tasks of 50 targets; over all of them 0.161 and 0.242. */
  public static final List<ClusteredBestScore> ALL =
      List.of(
          new ClusteredBestScore(1, -0.103, 0.199),
          new ClusteredBestScore(2, 0.079, 0.239),
          new ClusteredBestScore(3, 0.148, 0.267),
          new ClusteredBestScore(5, 0.153, 0.228),
          new ClusteredBestScore(8, 0.197, 0.232),
          new ClusteredBestScore(12, 0.196, 0.215),
          new ClusteredBestScore(20, 0.254, 0.264),
          new ClusteredBestScore(30, 0.262, 0.269),
          new ClusteredBestScore(50, 0.259, 0.265));
}
