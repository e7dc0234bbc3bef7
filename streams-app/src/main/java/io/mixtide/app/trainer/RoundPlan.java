package io.mixtide.app.trainer;

import java.util.Map;

/**
 * A round as it was begun. It is written down before the round starts, so that a trainer that was
 * killed takes it up again and comes to the same bytes.
 *
 * @param parent version of the release in force when it began
 * @param seed of every draw
 * @param steps number of training steps
 * @param learningRate peak of their schedule
 * @param holdout share of the tasks that are not trained on
 * @param reason why it began, in a clause
 * @param stretches what of the log is in the store, by partition as {@code TOPIC-PARTITION}
 */
public record RoundPlan(
    String parent,
    long seed,
    int steps,
    double learningRate,
    double holdout,
    String reason,
    Map<String, Stretch> stretches) {

  /**
   * A stretch of a partition.
   *
   * @param from the first offset that was read
   * @param to the offset after the last one
   */
  public record Stretch(long from, long to) {}
}
