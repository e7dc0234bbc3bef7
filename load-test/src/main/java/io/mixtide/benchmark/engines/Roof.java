package io.mixtide.benchmark.engines;

import io.mixtide.model.cuda.CudaDevice;
import io.mixtide.model.cuda.CudaLimits;

/**
 * What hardware can do at most (S. Williams, A. Waterman and D. Patterson, <i>Roofline</i>,
 * Communications of the ACM 52, 2009).
 *
 * @param of the hardware
 * @param gflops billions of operations a second in single precision, a multiply-add being two
 * @param gflopsFrom how that is known
 * @param gigabytesPerSecond bytes that memory gives or takes, in billions a second
 * @param gigabytesFrom how that is known
 */
record Roof(
    String of, double gflops, String gflopsFrom, double gigabytesPerSecond, String gigabytesFrom) {

  /** The roof of a card, from what its driver says of it. */
  static Roof of(CudaDevice device) {
    CudaLimits limits = device.limits();
    return new Roof(
        device.name(),
        limits.gflops(),
        "%d multiprocessors of %d lanes at %d MHz, two operations a cycle and lane"
            .formatted(limits.multiprocessors(), limits.lanes(), limits.clockKhz() / 1000),
        limits.gigabytesPerSecond(),
        "a memory bus of %d bits at %d MHz, two transfers a cycle"
            .formatted(limits.busBits(), limits.memoryClockKhz() / 1000));
  }
}
