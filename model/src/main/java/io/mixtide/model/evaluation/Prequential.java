package io.mixtide.model.evaluation;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.List;

/**
 * What one task scores as its observations arrive, each before it is seen.
 *
 * @param observations number of them, at least 1
 * @param logScore sum over them of {@code ln p(y | x, context before)}, in nats of the user's
 *     units; NaN if the model gives one no finite density
 * @param novelty of the task at its end, in nats of the standardised units; NaN likewise
 * @param coverage of the predictions of every output
 */
public record Prequential(int observations, double logScore, double novelty, Coverage coverage) {

  /**
   * Runs tasks through a model.
   *
   * @param tasks none empty
   * @return one for each task, in their order
   */
  public static List<Prequential> of(
      Network network, Standardisation standardisation, Kernels kernels, TaskSet tasks) {
    return tasks.tasks().stream()
        .parallel()
        .map(task -> of(new Inference(network, standardisation, kernels), standardisation, task))
        .toList();
  }

  private static Prequential of(Inference inference, Standardisation standardisation, Task task) {
    TaskState state = inference.newState();
    double logScore = 0;
    Coverage coverage = Coverage.NONE;
    try {
      for (int i = 0; i < task.size(); i++) {
        double[] y = task.yOf(i);
        Mixture prediction = inference.predict(state, task.xOf(i));
        for (int j = 0; j < y.length; j++) {
          coverage = coverage.with(prediction.cdf(j, y[j]));
        }
        logScore +=
            inference.observe(state, task.xOf(i), y) + standardisation.logDensityOffset(y, 0);
      }
    } catch (IllegalArgumentException e) {
      // No finite density, or an observation out of the model's range: no score either way.
      return new Prequential(task.size(), Double.NaN, Double.NaN, coverage);
    }
    return new Prequential(task.size(), logScore, state.novelty(), coverage);
  }
}
