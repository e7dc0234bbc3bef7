package io.mixtide.model.inference;

import static io.mixtide.model.kernel.Kernels.COLUMNS;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.ExpertDensities;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Standardisation;
import java.util.List;

/**
 * A model with input experts at work on many tasks at once, to the same bits as {@link
 * Inference#observe} and {@link Inference#predict} on one after another. Holds scratch space: one
 * instance serves one thread.
 */
public final class BatchInference {
  private final Standardisation standardisation;
  private final float[] xOfTask;
  private final float[] yOfTask;
  private final InputBatch batch;
  private final int[] tasks = new int[COLUMNS];
  private final Kernels kernels;
  private final ExpertDensities densities;
  private final float[] parameters;

  /** Inference with the given model on the given kernels. */
  public BatchInference(InputNetwork network, Standardisation standardisation, Kernels kernels) {
    this.standardisation = standardisation;
    this.kernels = kernels;
    Architecture sizes = network.architecture();
    xOfTask = new float[sizes.dx()];
    yOfTask = new float[sizes.dy()];
    densities = new ExpertDensities(sizes, 1);
    parameters = new float[2 * sizes.experts() * sizes.dy()];
    batch = new InputBatch(network, kernels);
  }

  /**
   * Takes one observation into the context of each of many tasks.
   *
   * @param states of different tasks, any number; each is changed only if its observation is
   *     accepted
   * @param x {@code [tasks, dx]}, in the user's units
   * @param y {@code [tasks, dy]}, in the user's units
   * @param scores receives {@code ln p(y | x, context before)} {@code [tasks]}, in nats of the
   *     standardised units, and NaN where {@link Inference#observe} refuses the observation
   */
  public void observe(List<TaskState> states, double[] x, double[] y, double[] scores) {
    int next = 0;
    while (next < states.size()) {
      int rows = 0;
      for (; next < states.size() && rows < COLUMNS; next++) {
        if (standardise(x, y, next, rows)) {
          tasks[rows++] = next;
        } else {
          scores[next] = Double.NaN;
        }
      }
      observe(states, rows, scores);
    }
  }

  /**
   * The predictions at one x for each of many tasks.
   *
   * @param states any tasks, any number of times
   * @param x {@code [states, dx]}, in the user's units
   * @param mixtures receives the predictions, {@code [states]}
   * @throws IllegalArgumentException if an x is not finite or out of the model's range
   */
  public void predict(List<TaskState> states, double[] x, List<Mixture> mixtures) {
    for (int first = 0; first < states.size(); first += COLUMNS) {
      int end = Math.min(first + COLUMNS, states.size());
      for (int next = first; next < end; next++) {
        standardisation.x(x, next * xOfTask.length, xOfTask, 0);
        batch.set(next - first, xOfTask);
      }
      batch.experts();
      for (int next = first; next < end; next++) {
        batch.parameters(next - first, parameters);
        densities.scales(kernels, 1, parameters);
        Mixture mixture = mixtures.get(next);
        Inference.weights(states.get(next), mixture.weights());
        standardisation.fill(mixture, parameters, densities.sigma());
      }
    }
  }

  private boolean standardise(double[] x, double[] y, int task, int row) {
    try {
      standardisation.x(x, task * xOfTask.length, xOfTask, 0);
      standardisation.y(y, task * yOfTask.length, yOfTask, 0);
      batch.set(row, xOfTask, yOfTask);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void observe(List<TaskState> states, int rows, double[] scores) {
    batch.embed();
    for (int row = 0; row < rows; row++) {
      batch.weigh(row, states.get(tasks[row]).alpha);
    }
    float[] values = batch.score();
    for (int row = 0; row < rows; row++) {
      TaskState state = states.get(tasks[row]);
      boolean taken = Float.isFinite(values[row]);
      scores[tasks[row]] = taken ? values[row] : Double.NaN;
      if (taken) {
        state.count++;
        state.logScoreSum += values[row];
        batch.add(row, state.sums);
        // The head of a row that is refused is evaluated with the others' and read by nobody.
        batch.pool(row, state.count, state.sums);
      }
    }
    batch.heads();
    for (int row = 0; row < rows; row++) {
      if (Float.isFinite(values[row])) {
        batch.concentration(row, states.get(tasks[row]).alpha);
      }
    }
  }
}
