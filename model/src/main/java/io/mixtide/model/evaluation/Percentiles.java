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
   * The value that {@code percentile} percent of held-out tasks stay below, at the largest kept
   * context size not above {@code contextSize}, linear between kept levels.
   *
   * @param contextSize at least 1
   * @param percentile in [0, 100]
   */
  public double at(Score score, int contextSize, double percentile) {
    int found = Arrays.binarySearch(contextSizes, contextSize);
    int row = Math.max(0, found >= 0 ? found : -found - 2);
    double[][] ofScore = values.get(score);
    if (ofScore == null) {
      throw new IllegalArgumentException("the release keeps no percentiles of " + score);
    }
    double[] of = ofScore[row];
    int upper = 1;
    while (upper < levels.length - 1 && levels[upper] < percentile) {
      upper++;
    }
    double share = (percentile - levels[upper - 1]) / (levels[upper] - levels[upper - 1]);
    return of[upper - 1] + share * (of[upper] - of[upper - 1]);
  }
}
