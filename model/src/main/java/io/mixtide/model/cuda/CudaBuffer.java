package io.mixtide.model.cuda;

import java.lang.foreign.MemorySegment;

/**
 * Memory of a device with its twin on the host, pinned so that copies between them run beside the
 * processor. Its device must be in use.
 */
public final class CudaBuffer implements AutoCloseable {
  private final CudaDriver driver;
  private final boolean hasTwin;
  private long bytes;
  private long address;
  private MemorySegment host = MemorySegment.NULL;

  /** A buffer without room. */
  public CudaBuffer(CudaDevice device) {
    this(device, true);
  }

  private CudaBuffer(CudaDevice device, boolean hasTwin) {
    driver = device.driver();
    this.hasTwin = hasTwin;
  }

  /** A buffer without room, and without a twin on the host. */
  public static CudaBuffer onDeviceAlone(CudaDevice device) {
    return new CudaBuffer(device, false);
  }

  /**
   * Makes room for at least so many bytes; what was in there is lost if there was less.
   *
   * @throws CudaException if there is no memory; the buffer is then without room
   */
  @SuppressWarnings("restricted") // as long as it was asked to be
  public void reserve(long wanted) {
    if (wanted <= bytes) {
      return;
    }
    long room = Math.max(wanted, 2 * bytes);
    close();
    address = driver.getLong(CudaCall.MEMORY_ALLOCATE, room);
    if (hasTwin) {
      host = driver.getAddress(CudaCall.HOST_ALLOCATE, room, 0).reinterpret(room);
    }
    bytes = room;
  }

  /** Where the memory lies on the device. */
  public long address() {
    return address;
  }

  /** The twin on the host. */
  public MemorySegment host() {
    return host;
  }

  @Override
  public void close() {
    if (address != 0) {
      driver.callQuietly(CudaCall.MEMORY_FREE, address);
    }
    if (!host.equals(MemorySegment.NULL)) {
      driver.callQuietly(CudaCall.HOST_FREE, host);
    }
    address = 0;
    host = MemorySegment.NULL;
    bytes = 0;
  }
}
