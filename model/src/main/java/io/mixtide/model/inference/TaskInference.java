package io.mixtide.model.inference;

import io.mixtide.model.density.Mixture;
import java.util.List;
import java.util.function.Consumer;

/**
 * A model at work on one task after another, whatever it is computed on. The same observations in
 * the same order give the same bits. Holds scratch space: one instance serves one thread.
 */
public interface TaskInference {

  /** The name that outputs carry as the engine that computed them. */
  String engine();

  /** A state of the model's sizes, that of a task without observations. */
  TaskState newState();

  /** Makes the state that of a task without observations. */
  void reset(TaskState state);

  /**
   * Takes one observation into the task's context.
   *
   * @param state changed only if the observation is accepted
   * @param x {@code [dx]}, in the user's units
   * @param y {@code [dy]}, in the user's units
   * @return {@code ln p(y | x, context before)}, in nats of the standardised units
   * @throws IllegalArgumentException if x or y has another length, a value is not finite or out of
   *     the model's range, or the density is not finite
   */
  double observe(TaskState state, double[] x, double[] y);

  /**
   * Takes observations one after another until one cannot be taken, to the same bits as {@link
   * #observe}.
   *
   * @param x {@code [observations][dx]}, in the user's units
   * @param y {@code [observations][dy]}, in the user's units
   * @param taken told after each
   * @return how many were taken
   */
  int observeAll(TaskState state, List<double[]> x, List<double[]> y, Consumer<TaskState> taken);

  /**
   * The prediction at one x.
   *
   * @param x {@code [dx]}, in the user's units
   * @throws IllegalArgumentException if x has another length, or a value is not finite or out of
   *     the model's range
   */
  default Mixture predict(TaskState state, double[] x) {
    Mixture mixture = newMixture();
    predict(state, x, mixture);
    return mixture;
  }

  /** Room for a prediction. */
  Mixture newMixture();

  /**
   * As {@link #predict(TaskState, double[])}, into a mixture that is there.
   *
   * @param mixture of {@link #newMixture()}, whose arrays are overwritten
   */
  void predict(TaskState state, double[] x, Mixture mixture);

  /**
   * Says at which x's {@link #observe} and {@link #predict} are called next, so that what does not
   * depend on the context can be done for all of them together. Their results are the same whether
   * or not they were expected.
   *
   * @param x of an observation, {@code [dx]}, in the user's units
   * @param queries {@code [queries][dx]}, in the user's units
   * @throws IllegalArgumentException as {@link #observe}
   */
  default void expect(double[] x, double[][] queries) {}

  /** Gives back what is held outside Java's heap. */
  default void close() {}
}
