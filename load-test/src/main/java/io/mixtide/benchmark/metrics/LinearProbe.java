package io.mixtide.benchmark.metrics;

import io.mixtide.model.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.ArraySampler;

/**
 * Multinomial logistic regression from features to groups: what a linear map can read off them. It
 * is trained on one half of the points and scored on the other.
 */
public final class LinearProbe {
  private LinearProbe() {}

  /**
   * The share of the second half's points whose group is recognised.
   *
   * @param features {@code [points, features]}, finite, at least two points
   * @param groups of the points, from 0
   * @param seed equal seeds give equal halves
   * @throws IllegalArgumentException if the lengths differ or there are fewer than two points
   */
  public static double accuracy(double[][] features, int[] groups, long seed) {
    if (features.length != groups.length || features.length < 2) {
      throw new IllegalArgumentException(
          "%d points and %d groups".formatted(features.length, groups.length));
    }
    int[] order = IntStream.range(0, groups.length).toArray();
    ArraySampler.shuffle(RandomStream.of(seed), order);
    int half = order.length / 2;
    int[] training = Arrays.copyOf(order, half);
    double[][] inputs = standardised(features, training);
    int count = Arrays.stream(groups).max().orElseThrow() + 1;
    LogisticRegression model =
        LogisticRegression.fit(
            Arrays.stream(training).mapToObj(i -> inputs[i]).toArray(double[][]::new),
            Arrays.stream(training).map(i -> groups[i]).toArray(),
            count);
    return Arrays.stream(order, half, order.length)
        .map(i -> model.predict(inputs[i]) == groups[i] ? 1 : 0)
        .average()
        .orElseThrow();
  }

  /** All points, with mean 0 and standard deviation 1 over those trained on, and a constant 1. */
  private static double[][] standardised(double[][] features, int[] training) {
    int width = features[0].length;
    double[][] inputs = new double[features.length][width + 1];
    for (int f = 0; f < width; f++) {
      int column = f;
      double mean =
          Arrays.stream(training).mapToDouble(i -> features[i][column]).average().orElse(0);
      double variance =
          Arrays.stream(training)
              .mapToDouble(i -> (features[i][column] - mean) * (features[i][column] - mean))
              .average()
              .orElse(0);
      // A column that varies by rounding alone counts as constant.
      boolean constant = variance <= 1e-20 * mean * mean;
      for (int i = 0; i < features.length; i++) {
        inputs[i][f] = constant ? 0 : (features[i][f] - mean) / Math.sqrt(variance);
      }
    }
    for (double[] input : inputs) {
      input[width] = 1;
    }
    return inputs;
  }
}
