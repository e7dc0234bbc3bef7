package io.mixtide.model.evaluation;

/**
 * How many outputs lay within the central intervals of their predictions.
 *
 * @param values number of outputs
 * @param within50 of them, those within the central interval of probability 50%
 * @param within80 likewise 80%
 * @param within95 likewise 95%
 */
public record Coverage(long values, long within50, long within80, long within95) {
  /** Of no outputs. */
  static final Coverage NONE = new Coverage(0, 0, 0, 0);

  /**
   * With one output more.
   *
   * @param pit F(y), in [0, 1]
   */
  Coverage with(double pit) {
    double fromMedian = Math.abs(pit - 0.5);
    return new Coverage(
        values + 1,
        within50 + (fromMedian <= 0.25 ? 1 : 0),
        within80 + (fromMedian <= 0.40 ? 1 : 0),
        within95 + (fromMedian <= 0.475 ? 1 : 0));
  }

  /** Of the outputs of both. */
  public Coverage plus(Coverage other) {
    return new Coverage(
        values + other.values,
        within50 + other.within50,
        within80 + other.within80,
        within95 + other.within95);
  }

  /** Share within the interval of 50%, in [0, 1]; NaN of no outputs. */
  public double share50() {
    return (double) within50 / values;
  }

  /** Likewise 80%. */
  public double share80() {
    return (double) within80 / values;
  }

  /** Likewise 95%. */
  public double share95() {
    return (double) within95 / values;
  }

  /** The greatest distance of the three shares from what they ought to be, in [0, 1]. */
  public double error() {
    return Math.max(
        Math.abs(share50() - 0.5), Math.max(Math.abs(share80() - 0.8), Math.abs(share95() - 0.95)));
  }
}
