package io.mixtide.model.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A queue of copies and launches, which run in order, beside the calling thread and other streams.
 * Used by one thread at a time, whose device must be in use.
 */
public final class CudaStream implements AutoCloseable {
  private static final int NON_BLOCKING = 1;

  private final CudaDriver driver;
  private final MemorySegment stream;

  /** An empty queue. */
  public CudaStream(CudaDevice device) {
    driver = device.driver();
    stream = driver.getAddress(CudaCall.STREAM_CREATE, NON_BLOCKING);
  }

  /** Copies the buffer's first bytes from host to device; they must stay until {@link #await}. */
  public void upload(CudaBuffer buffer, long bytes) {
    driver.call(CudaCall.COPY_TO_DEVICE, buffer.address(), buffer.host(), bytes, stream);
  }

  /** Copies the buffer's first bytes from device to host; they are there after {@link #await}. */
  public void download(CudaBuffer buffer, long bytes) {
    driver.call(CudaCall.COPY_TO_HOST, buffer.host(), buffer.address(), bytes, stream);
  }

  /**
   * Launches a kernel.
   *
   * @param parameters each of the bytes that the kernel takes
   */
  public void launch(CudaKernel kernel, int blocks, int threads, MemorySegment... parameters) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointers = arena.allocate(ADDRESS, parameters.length);
      for (int i = 0; i < parameters.length; i++) {
        pointers.setAtIndex(ADDRESS, i, parameters[i]);
      }
      kernel.launch(stream, blocks, threads, pointers);
    }
  }

  /**
   * Waits until all is done.
   *
   * @throws CudaException if any of it failed
   */
  public void await() {
    driver.call(CudaCall.STREAM_SYNCHRONIZE, stream);
  }

  /** Waits until all is done or has failed: the memory that it uses can be freed after this. */
  @Override
  public void close() {
    driver.callQuietly(CudaCall.STREAM_SYNCHRONIZE, stream);
    driver.callQuietly(CudaCall.STREAM_DESTROY, stream);
  }
}
