package io.mixtide.model.cuda;

/**
 * What a device can do at most, as far as its driver tells.
 *
 * @param capability compute capability times ten
 * @param multiprocessors how many
 * @param clockKhz the highest clock, in kHz
 * @param memoryClockKhz the memory's highest clock, in kHz
 * @param busBits width of the memory's bus, in bits
 */
public record CudaLimits(
    int capability, int multiprocessors, int clockKhz, int memoryClockKhz, int busBits) {
  private static final double KILO = 1e3;
  private static final double GIGA = 1e9;

  /**
   * Additions, or multiplications, or both fused, in single precision that a multiprocessor does in
   * a cycle: the table of throughputs in NVIDIA's <i>CUDA C++ Programming Guide</i>.
   */
  public int lanes() {
    return capability <= 80 ? 64 : 128;
  }

  /** Billions of operations a second in single precision, a multiply-add being two. */
  public double gflops() {
    return 2.0 * multiprocessors * lanes() * clockKhz * KILO / GIGA;
  }

  /** Billions of bytes a second to and from memory, with two transfers a cycle of its clock. */
  public double gigabytesPerSecond() {
    return 2.0 * memoryClockKhz * KILO * busBits / Byte.SIZE / GIGA;
  }
}
