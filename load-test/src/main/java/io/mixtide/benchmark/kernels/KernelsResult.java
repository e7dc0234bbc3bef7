package io.mixtide.benchmark.kernels;

import io.mixtide.benchmark.measure.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} prints.
 *
 * @param floorMicros the multiply-adds of one inference at the sgemm peak, in microseconds
 * @param multiplyAdds of one inference
 * @param peakGflops the most that a product of large matrices reached in this run, two operations
 *     per multiply-add, on one thread
 * @param peakOf the library and size that reached it
 * @param release whose weights these are
 * @param machine that it was measured on
 * @param results in the order of engines, then batches
 */
record KernelsResult(
    double floorMicros,
    long multiplyAdds,
    double peakGflops,
    String peakOf,
    String release,
    Machine machine,
    List<Timing> results) {

  /**
   * The time of one engine at one batch size.
   *
   * @param micros microseconds per inference, that is a call's divided by the batch
   * @param callMicros microseconds per call
   * @param spread half the width of the 99.9% interval of {@code micros}; null of a single
   *     iteration
   */
  record Timing(
      String engine, int batch, double micros, double callMicros, @Nullable Double spread) {}
}
