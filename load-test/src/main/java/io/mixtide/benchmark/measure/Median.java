package io.mixtide.benchmark.measure;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The middle of several values, which a single odd round does not move. */
public final class Median {
  private Median() {}

  /**
   * Of at least one value; of an even number of them, the mean of the two in the middle.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static double of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing has no median");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** Of a figure of at least one thing. */
  public static <T> double of(Collection<T> things, ToDoubleFunction<T> figure) {
    return of(things.stream().mapToDouble(figure).toArray());
  }
}
