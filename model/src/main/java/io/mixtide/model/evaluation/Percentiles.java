package io.mixtide.model.evaluation;

import java.util.Arrays;
import java.util.Map;

/**
 * Percentiles of a release's scores over its held-out tasks, by context size: what is usual for a
 * task of that size. Alerts compare with these, never with raw numbers.
 *
 * @param contextSizes ascending, at least one
 * @param levels percentages, ascending from 0 to 100
 * @param values by score, {@code [contextSizes, levels]}
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read by index
public record Percentiles(int[] contextSizes, double[] levels, Map<Score, double[][]> values) {
  /** The levels that a release keeps. */
  static final double[] LEVELS = {
    0, 1, 2.5, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 97.5, 99, 100
  };

  /**
   * @throws IllegalArgumentException if the tables do not fit the sizes and levels, or these do not
   *     ascend
   */
  public Percentiles {
    if (contextSizes.length < 1 || levels.length < 2) {
      throw new IllegalArgumentException("percentiles need a context size and two levels");
    }
    if (!ascends(Arrays.stream(contextSizes).asDoubleStream().toArray())
        || !ascends(levels)
        || levels[0] != 0
        || levels[levels.length - 1] != 100) {
      throw new IllegalArgumentException("context sizes and levels of percentiles must ascend");
    }
    for (double[][] table : values.values()) {
      if (table.length != contextSizes.length
          || !Arrays.stream(table).allMatch(row -> row.length == levels.length)) {
        throw new IllegalArgumentException("a table of percentiles does not fit its sizes");
      }
    }
  }

  private static boolean ascends(double[] numbers) {
    for (int i = 1; i < numbers.length; i++) {
      if (!(numbers[i - 1] < numbers[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * The value that {@code percentile} percent of held-out tasks stay below, at the largest kept
   * context size not above {@code contextSize} (the smallest kept, if none is), linear between kept
   * levels.
   *
   * @param contextSize at least 1
   * @param percentile in [0, 100]
   * @throws IllegalArgumentException if the percentile lies outside, or the release lacks the score
   */
  public double at(Score score, int contextSize, double percentile) {
    if (!(percentile >= 0 && percentile <= 100)) {
      throw new IllegalArgumentException("a percentile lies within [0, 100], not " + percentile);
    }
    double[] of = levelsOf(score, contextSize);
    int upper = 1;
    while (upper < levels.length - 1 && levels[upper] < percentile) {
      upper++;
    }
    double share = (percentile - levels[upper - 1]) / (levels[upper] - levels[upper - 1]);
    return of[upper - 1] + share * (of[upper] - of[upper - 1]);
  }

  /**
   * The share of held-out tasks that stay below {@code value}: the inverse of {@link #at}.
   *
   * @param contextSize at least 1
   * @return in [0, 1]; 0 below all of them, 1 above
   * @throws IllegalArgumentException if the release lacks the score
   */
  public double rank(Score score, int contextSize, double value) {
    double[] of = levelsOf(score, contextSize);
    if (value < of[0]) {
      return 0;
    }
    int upper = 1;
    while (upper < of.length && of[upper] <= value) {
      upper++;
    }
    if (upper == of.length) {
      return 1;
    }
    double share = (value - of[upper - 1]) / (of[upper] - of[upper - 1]);
    return (levels[upper - 1] + share * (levels[upper] - levels[upper - 1])) / 100;
  }

  /** Whether percentiles of exactly this context size are kept. */
  public boolean keeps(int contextSize) {
    return Arrays.binarySearch(contextSizes, contextSize) >= 0;
  }

  private double[] levelsOf(Score score, int contextSize) {
    double[][] ofScore = values.get(score);
    if (ofScore == null) {
      throw new IllegalArgumentException("the release keeps no percentiles of " + score);
    }
    int found = Arrays.binarySearch(contextSizes, contextSize);
    return ofScore[Math.max(0, found >= 0 ? found : -found - 2)];
  }
}
