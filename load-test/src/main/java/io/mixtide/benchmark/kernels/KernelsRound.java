package io.mixtide.benchmark.kernels;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one round measured, close enough in time for its figures to be of one speed of the machine.
 *
 * @param peak the greatest rate of a product in this round
 * @param calls in the order of engines, then batches
 */
record KernelsRound(ProductPeak peak, List<Call> calls) {

  /** The time of so many multiply-adds at the peak, in microseconds. */
  double floorMicros(long multiplyAdds) {
    return 2 * multiplyAdds / (1e3 * peak.gflops());
  }

  /**
   * A call of one engine at one batch size.
   *
   * @param micros microseconds it takes
   * @param spread half the width of the 99.9% interval of {@code micros}; null of a single
   *     iteration
   */
  record Call(Engine engine, int batch, double micros, @Nullable Double spread) {

    /** Microseconds per inference. */
    double microsEach() {
      return micros / batch;
    }
  }
}
