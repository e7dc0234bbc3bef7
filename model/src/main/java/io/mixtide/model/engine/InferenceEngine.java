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
   * @return scores of the arrivals and mixtures for the queries
   * @throws IllegalArgumentException if the batch does not have this model's shape, or an x that is
   *     asked for is not finite or out of the model's range; no state has changed then
   */
  Inferences infer(InferenceBatch batch);

  /** Gives back what the engine holds outside Java's heap. */
  @Override
  void close();
}
