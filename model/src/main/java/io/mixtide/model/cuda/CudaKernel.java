package io.mixtide.model.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A kernel on a device, which the driver compiled for it. Its device must be in use. */
public final class CudaKernel implements AutoCloseable {
  private static final int MAX_DYNAMIC_SHARED_SIZE_BYTES = 8;

  private final CudaDriver driver;
  private final MemorySegment module;
  private final MemorySegment function;
  private final int sharedBytes;

  /**
   * @param ptx text of a module
   * @param name of a kernel in it
   * @param sharedBytes dynamic shared memory that a block gets
   * @throws CudaException if the driver cannot compile it for this device, or a block cannot get so
   *     much memory
   */
  public CudaKernel(CudaDevice device, String ptx, String name, int sharedBytes) {
    driver = device.driver();
    this.sharedBytes = sharedBytes;
    try (Arena arena = Arena.ofConfined()) {
      module = driver.getAddress(CudaCall.MODULE_LOAD, arena.allocateFrom(ptx));
      function = function(arena.allocateFrom(name));
    }
  }

  private MemorySegment function(MemorySegment name) {
    try {
      MemorySegment found = driver.getAddress(CudaCall.MODULE_FUNCTION, module, name);
      driver.call(CudaCall.FUNCTION_ATTRIBUTE, found, MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes);
      return found;
    } catch (CudaException e) {
      close();
      throw e;
    }
  }

  /**
   * Has the kernel run after all that was put on the stream before.
   *
   * @param parameters array of pointers to the kernel's parameters, which are read at once
   */
  void launch(MemorySegment stream, int blocks, int threads, MemorySegment parameters) {
    driver.call(
        CudaCall.LAUNCH,
        function,
        blocks,
        1,
        1,
        threads,
        1,
        1,
        sharedBytes,
        stream,
        parameters,
        MemorySegment.NULL);
  }

  @Override
  public void close() {
    driver.callQuietly(CudaCall.MODULE_UNLOAD, module);
  }
}
