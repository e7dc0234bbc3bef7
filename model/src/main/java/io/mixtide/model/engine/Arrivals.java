package io.mixtide.model.engine;

import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Standardisation;

/**
 * Those of a batch's arrivals whose values a model can take, standardised, without gaps.
 *
 * @param number how many
 * @param task which of the batch's tasks each is of, {@code [number]}
 * @param x {@code [number, dx]}
 * @param y {@code [number, dy]}
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Arrivals(int number, int[] task, float[] x, float[] y) {

  /** Those of a batch that was checked. */
  public static Arrivals of(
      InferenceBatch batch, Architecture sizes, Standardisation standardisation) {
    int tasks = batch.tasks().size();
    int[] task = new int[tasks];
    float[] x = new float[tasks * sizes.dx()];
    float[] y = new float[tasks * sizes.dy()];
    int number = 0;
    for (int i = 0; i < tasks; i++) {
      try {
        standardisation.x(batch.x(), i * sizes.dx(), x, number * sizes.dx());
        standardisation.y(batch.y(), i * sizes.dy(), y, number * sizes.dy());
        task[number++] = i;
      } catch (IllegalArgumentException e) {
        // Refused: its place goes to the next one.
      }
    }
    return new Arrivals(number, task, x, y);
  }
}
