package io.mixtide.benchmark.kernels;

import io.mixtide.model.network.InputNetwork;

/**
 * One inference, on some library; those not of Mixtide are found by {@link
 * java.util.ServiceLoader}. All compute the function of {@link
 * io.mixtide.model.inference.Inference#observe} in standardised units, on one thread: the experts
 * at the arrival's x, the log density of its y under their mixture by the posterior before, the
 * responsibilities, the embedding, the sums with it, the head, and the posterior after.
 */
public interface InferencePeer {

  /** Its name on the command line. */
  String name();

  /**
   * Makes everything ready for {@link Prepared#run}: weights, the arrivals' values, and room for
   * what comes out.
   */
  Prepared prepare(InputNetwork network, Arrivals arrivals);

  /** An inference at certain arrivals, over and over. Serves one thread. */
  interface Prepared extends AutoCloseable {

    /** Infers at all arrivals at once. */
    void run();

    /** What came out, once {@link #run} has run once. */
    Posteriors posteriors();

    @Override
    void close();
  }
}
