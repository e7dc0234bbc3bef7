package io.mixtide.model.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The first device that the driver lists, with its primary context. {@code CUDA_VISIBLE_DEVICES}
 * says which comes first.
 */
public final class CudaDevice implements AutoCloseable {
  private static final int FIRST = 0;
  private static final int NAME_BYTES = 256;
  private static final int CLOCK_RATE = 13;
  private static final int MULTIPROCESSOR_COUNT = 16;
  private static final int MEMORY_CLOCK_RATE = 36;
  private static final int GLOBAL_MEMORY_BUS_WIDTH = 37;
  private static final int COMPUTE_CAPABILITY_MAJOR = 75;
  private static final int COMPUTE_CAPABILITY_MINOR = 76;
  private static final int MAX_SHARED_MEMORY_PER_BLOCK_OPTIN = 97;

  private final CudaDriver driver;
  private final int device;
  private final MemorySegment context;

  /**
   * @throws CudaException if there is no device, or it gives no context
   */
  public CudaDevice(CudaDriver driver) {
    this.driver = driver;
    if (driver.getInt(CudaCall.DEVICE_COUNT) == 0) {
      throw new CudaException("the NVIDIA driver sees no device");
    }
    device = driver.getInt(CudaCall.DEVICE_GET, FIRST);
    context = driver.getAddress(CudaCall.CONTEXT_RETAIN, device);
  }

  /** The driver that the device was found by. */
  CudaDriver driver() {
    return driver;
  }

  /** Name of the product. */
  public String name() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(NAME_BYTES);
      driver.call(CudaCall.DEVICE_NAME, name, NAME_BYTES, device);
      return name.getString(0);
    }
  }

  /** Compute capability times ten: 90 for sm_90. */
  public int capability() {
    return 10 * attribute(COMPUTE_CAPABILITY_MAJOR) + attribute(COMPUTE_CAPABILITY_MINOR);
  }

  /** Bytes of shared memory that a block can have at most. */
  public int sharedBytes() {
    return attribute(MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
  }

  /** What it can do at most. */
  public CudaLimits limits() {
    return new CudaLimits(
        capability(),
        attribute(MULTIPROCESSOR_COUNT),
        attribute(CLOCK_RATE),
        attribute(MEMORY_CLOCK_RATE),
        attribute(GLOBAL_MEMORY_BUS_WIDTH));
  }

  private int attribute(int attribute) {
    return driver.getInt(CudaCall.DEVICE_ATTRIBUTE, attribute, device);
  }

  /** Makes the device that of the calling thread: before anything else that a thread does here. */
  public void use() {
    driver.call(CudaCall.CONTEXT_SET_CURRENT, context);
  }

  /**
   * As {@link #use}, for a thread that closes things, where a failure leaves nothing to be done.
   */
  public void useToClose() {
    driver.callQuietly(CudaCall.CONTEXT_SET_CURRENT, context);
  }

  @Override
  public void close() {
    driver.callQuietly(CudaCall.CONTEXT_RELEASE, device);
  }
}
