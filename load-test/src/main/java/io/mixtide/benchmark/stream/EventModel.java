package io.mixtide.benchmark.stream;

import io.mixtide.model.network.InputNetwork;

/**
 * A model without a memory, as model servers and runtimes have them: what it knows of a task is
 * handed in with each event. Everything is in standardised units. For one thread.
 */
public interface EventModel extends AutoCloseable {

  /**
   * A task's context.
   *
   * @param count of its observations
   * @param embeddings {@code [embedding]}, their sum
   * @param responsibilities {@code [experts]}, their sum
   * @param alpha {@code [experts]}, the posterior
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record State(int count, float[] embeddings, float[] responsibilities, float[] alpha) {}

  /**
   * An event.
   *
   * @param x {@code [dx]}
   * @param y {@code [dy]}
   * @param queries {@code [queries][dx]}
   * @param state of its task before it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Inputs(float[] x, float[] y, float[][] queries, State state) {}

  /**
   * What comes of it.
   *
   * @param score {@code ln p(y | x, context before)}, nats
   * @param state of its task after it
   * @param mu {@code [queries][experts · dy]}, the experts at each query
   * @param sigma likewise
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Outputs(float score, State state, float[][] mu, float[][] sigma) {}

  /** Takes an observation into the context, and evaluates the experts at its queries. */
  Outputs infer(Inputs inputs);

  @Override
  void close();

  /** Makes models; one that needs a native library is found by {@link java.util.ServiceLoader}. */
  interface Provider {

    /** A model for one thread. */
    EventModel model(InputNetwork network);
  }
}
