package io.mixtide.app.plot;

import io.mixtide.model.data.Task;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What a release makes of one task after its first observations; its later ones are the truth to
 * compare with. Of one x and one y. Holds scratch space: one instance serves one thread.
 */
public final class TaskPrediction {
  private final Release release;
  private final Task task;
  private final Inference inference;
  private final TaskState state;

  private TaskPrediction(Release release, Task task, Inference inference, TaskState state) {
    this.release = release;
    this.task = task;
    this.inference = inference;
    this.state = state;
  }

  /**
   * The prediction after the first {@code contextSize} observations of a task.
   *
   * @param contextSize from 0 to the task's size
   * @throws IllegalArgumentException if the task or the release has more than one x or y, the
   *     context is larger than the task, or the release cannot take a value
   */
  public static TaskPrediction of(Release release, Task task, int contextSize) {
    if (task.dx() != 1 || task.dy() != 1) {
      throw new IllegalArgumentException(
          "a task of %d x and %d y cannot be drawn".formatted(task.dx(), task.dy()));
    }
    if (contextSize < 0 || contextSize > task.size()) {
      throw new IllegalArgumentException(
          "a context of %d in a task of %d".formatted(contextSize, task.size()));
    }
    Inference inference =
        new Inference(release.network(), release.standardisation(), Kernels.of("vector"));
    TaskState state = inference.newState();
    for (int i = 0; i < contextSize; i++) {
      inference.observe(state, new double[] {task.x()[i]}, new double[] {task.y()[i]});
    }
    return new TaskPrediction(release, task, inference, state);
  }

  /** {@code p(y | x, context)}. */
  public Mixture at(double x) {
    return inference.predict(state, new double[] {x});
  }

  /**
   * Mean of {@code ln p(y | x, context)} over the later observations, each on its own, in nats of
   * the standardised units; empty if there is none.
   */
  public OptionalDouble logLikelihood() {
    return IntStream.range(contextSize(), task.size())
        .mapToDouble(
            i -> inference.score(state, new double[] {task.x()[i]}, new double[] {task.y()[i]}))
        .average();
  }

  /** The mean of the task's Dirichlet {@code alpha / alpha_0}, {@code [experts]}. */
  public float[] weights() {
    return Inference.weights(state);
  }

  /** The entropy of {@link #weights}, in nats, in [0, ln(experts)]. */
  public double entropy() {
    return AmbiguityScores.of(state.alpha()).totalEntropy();
  }

  /** Number of observations in the context. */
  public int contextSize() {
    return state.count();
  }

  /** The whole task. */
  public Task task() {
    return task;
  }

  /** The model. */
  public Release release() {
    return release;
  }
}
