package io.mixtide.benchmark.metrics;

import java.util.Arrays;

/**
 * How far two partitions of the same things agree, whatever their parts are called.
 *
 * @param nmi normalised mutual information: the mutual information divided by the mean of both
 *     entropies, in [0, 1] (Vinh, Epps and Bailey, JMLR 11, 2010, {@code NMI_sum})
 * @param ari adjusted Rand index: 1 for equal partitions, about 0 for unrelated ones, and possibly
 *     below (Hubert and Arabie, Journal of Classification 2, 1985)
 */
public record Agreement(double nmi, double ari) {

  /**
   * Compares two partitions. Where both have a single part, or both as many as things, they agree.
   *
   * @param one the part of each thing, from 0
   * @param other the same of the other partition, of equal length, at least 1
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static Agreement of(int[] one, int[] other) {
    if (one.length != other.length || one.length == 0) {
      throw new IllegalArgumentException(
          "partitions of %d and of %d things".formatted(one.length, other.length));
    }
    int rows = Arrays.stream(one).max().orElseThrow() + 1;
    int columns = Arrays.stream(other).max().orElseThrow() + 1;
    long[][] both = new long[rows][columns];
    long[] row = new long[rows];
    long[] column = new long[columns];
    for (int i = 0; i < one.length; i++) {
      both[one[i]][other[i]]++;
      row[one[i]]++;
      column[other[i]]++;
    }
    long[] cells = Arrays.stream(both).flatMapToLong(Arrays::stream).toArray();
    return new Agreement(
        nmi(entropy(cells, one.length), entropy(row, one.length), entropy(column, one.length)),
        ari(pairs(cells), pairs(row), pairs(column), pairs(new long[] {one.length})));
  }

  private static double nmi(double joint, double one, double other) {
    double mean = (one + other) / 2;
    return mean == 0 ? 1 : Math.clamp((one + other - joint) / mean, 0, 1);
  }

  private static double ari(double both, double one, double other, double all) {
    double expected = all == 0 ? 0 : one * other / all;
    double most = (one + other) / 2;
    return most == expected ? 1 : (both - expected) / (most - expected);
  }

  private static double entropy(long[] counts, int n) {
    double entropy = 0;
    for (long count : counts) {
      if (count > 0) {
        entropy -= (double) count / n * Math.log((double) count / n);
      }
    }
    return entropy;
  }

  private static double pairs(long[] counts) {
    double pairs = 0;
    for (long count : counts) {
      pairs += count * (count - 1) / 2.0;
    }
    return pairs;
  }
}
