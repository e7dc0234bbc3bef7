package io.mixtide.model.retraining;

/**
 * How a round trains and judges; all else is as it was for the release that it starts from.
 *
 * @param steps number of gradient steps, at least 1
 * @param learningRate peak of its schedule, positive
 * @param holdout share of the tasks that are not trained on, in (0, 1)
 * @param bounds of the gate
 * @param seed of every draw
 */
public record RetrainingSettings(
    int steps, double learningRate, double holdout, Gate.Bounds bounds, long seed) {

  /**
   * @throws IllegalArgumentException if a number makes no sense; the message names it
   */
  public RetrainingSettings {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, not " + steps);
    }
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("the learning rate must be positive, not " + learningRate);
    }
    if (!(holdout > 0 && holdout < 1)) {
      throw new IllegalArgumentException("the holdout must lie within (0, 1), not " + holdout);
    }
  }
}
