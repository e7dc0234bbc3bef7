package io.mixtide.model.engine;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Standardisation;
import java.util.List;

/**
 * One arrival for each of some tasks, and queries to be answered after all arrivals.
 *
 * @param tasks states of different tasks, {@code [tasks]}; changed in place
 * @param x of the arrivals, {@code [tasks, dx]}, in the user's units
 * @param y of the arrivals, {@code [tasks, dy]}, in the user's units
 * @param asked whose mixture each query wants, {@code [queries]}; any tasks, any number of times
 * @param query where, {@code [queries, dx]}, in the user's units
 * @param mixtures receive the answers, at least {@code [queries]}; of {@link
 *     io.mixtide.model.inference.TaskInference#newMixture}
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record InferenceBatch(
    List<TaskState> tasks,
    double[] x,
    double[] y,
    List<TaskState> asked,
    double[] query,
    List<Mixture> mixtures) {

  /**
   * What an engine refuses before it begins.
   *
   * @throws IllegalArgumentException if this is no batch for a model of that shape
   */
  public void check(Architecture sizes, Standardisation standardisation) {
    require("x", x, tasks.size(), sizes.dx());
    require("y", y, tasks.size(), sizes.dy());
    require("query", query, asked.size(), sizes.dx());
    if (mixtures.size() < asked.size()) {
      throw new IllegalArgumentException(
          "%d mixtures cannot receive %d answers".formatted(mixtures.size(), asked.size()));
    }
    float[] scratch = new float[sizes.dx()];
    for (int i = 0; i < asked.size(); i++) {
      standardisation.x(query, i * sizes.dx(), scratch, 0);
    }
  }

  private static void require(String name, double[] values, int rows, int width) {
    if (values.length != rows * width) {
      throw new IllegalArgumentException(
          "%s has %d values where %d rows of %d are wanted"
              .formatted(name, values.length, rows, width));
    }
  }
}
