package io.mixtide.benchmark.kernels;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * What an inference tells of each arrival.
 *
 * @param alpha the posteriors after, {@code [tasks, experts]}
 * @param score {@code ln p(y | x, context before)} in nats of the standardised units, {@code
 *     [tasks]}
 * @param sums over the contexts after, {@code [tasks, embedding + experts]}
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read by index
public record Posteriors(float[] alpha, float[] score, float[] sums) {
  private static final double ACCURACY = 1e-4;

  /**
   * @throws IllegalStateException if a posterior differs from what is expected by more than {@value
   *     #ACCURACY} of it, or a score by as many nats, or a sum by as much
   */
  void requireCloseTo(Posteriors expected, String engine) {
    require(engine, "alpha", alpha, expected.alpha, value -> Math.abs(value));
    require(engine, "score", score, expected.score, value -> 1);
    require(engine, "sums", sums, expected.sums, value -> Math.max(1, Math.abs(value)));
  }

  private static void require(
      String engine, String name, float[] actual, float[] expected, DoubleUnaryOperator scale) {
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= ACCURACY * scale.applyAsDouble(expected[i]))) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%s computes another function: %s[%d] is %s where %s is right",
                engine,
                name,
                i,
                actual[i],
                expected[i]));
      }
    }
  }
}
