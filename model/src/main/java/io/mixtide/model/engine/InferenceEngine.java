package io.mixtide.model.engine;

import io.mixtide.model.inference.Inference;

/**
 * One model at work on batches of tasks: an arrival for each of some tasks, then queries.
 *
 * <p>Every engine gives what {@link Inference} gives for one task after another: {@code vector} and
 * {@code scalar} to the bit; {@code cuda} and {@code nd4j} posteriors within 1e-4, relatively, and
 * log-likelihoods within 1e-4 nats. Each gives the same bits for the same batch, and a task's
 * results do not depend on what else is in its batch. Holds scratch space: one instance serves one
 * thread.
 */
public interface InferenceEngine extends AutoCloseable {

  /** The name that outputs carry as their engine, such as {@code vector}. */
  String name();

  /** What it runs on, for people. */
  String description();

  /**
   * Takes every arrival into its task's context, then answers the queries.
   *
   * @return {@code ln p(y | x, context before)} of every arrival, {@code [tasks]}, in nats of the
   *     standardised units; NaN where the arrival is refused and its state left as it was: a value
   *     is not finite or out of the model's range, or the density is not finite
   * @throws IllegalArgumentException if the batch does not have this model's shape, or an x that is
   *     asked for is not finite or out of the model's range; no state has changed then
   */
  double[] infer(InferenceBatch batch);

  /** Gives back what the engine holds outside Java's heap. */
  @Override
  void close();
}
