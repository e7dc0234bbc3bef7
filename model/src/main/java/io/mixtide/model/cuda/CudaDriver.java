package io.mixtide.model.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * NVIDIA's driver library. Loading it is all that a machine must be able to do: no toolkit, no
 * runtime. Safe for use by many threads, as the library is.
 */
public final class CudaDriver {
  /** The library that every driver for Linux installs. */
  public static final String LIBRARY = "libcuda.so.1";

  private static final int MAX_MESSAGE = 1024;

  /** By the ordinal of the call. */
  private final MethodHandle[] handles;

  /**
   * Loads the library, which stays loaded, and readies it for calls.
   *
   * @param library name or path, {@link #LIBRARY} but in tests
   * @throws CudaException if there is none, it is too old, or it finds no device
   */
  public CudaDriver(String library) {
    SymbolLookup symbols = lookup(library);
    handles =
        Arrays.stream(CudaCall.values())
            .map(call -> handle(symbols, call))
            .toArray(MethodHandle[]::new);
    call(CudaCall.INIT, 0);
  }

  @SuppressWarnings("restricted") // the driver's own library, by its fixed name
  private static SymbolLookup lookup(String library) {
    try {
      return SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new CudaException("this machine has no NVIDIA driver (" + library + ")");
    }
  }

  @SuppressWarnings("restricted") // signatures are those of cuda.h
  private static MethodHandle handle(SymbolLookup symbols, CudaCall call) {
    MemorySegment address =
        symbols
            .find(call.symbol())
            .orElseThrow(
                () -> new CudaException("the NVIDIA driver is too old: no " + call.symbol()));
    MethodHandle handle = Linker.nativeLinker().downcallHandle(address, call.signature());
    return handle
        .asSpreader(Object[].class, handle.type().parameterCount())
        .asType(MethodType.methodType(int.class, Object[].class));
  }

  /** Calls a function with arguments of its signature's carrier types. */
  void call(CudaCall call, Object... arguments) {
    int status = status(call, arguments);
    if (status != 0) {
      throw new CudaException(
          "%s failed: %s (%s)"
              .formatted(
                  call.symbol(),
                  text(CudaCall.ERROR_STRING, status),
                  text(CudaCall.ERROR_NAME, status)));
    }
  }

  /** Calls a function for an end, where a failure leaves nothing to be done. */
  void callQuietly(CudaCall call, Object... arguments) {
    var unused = status(call, arguments);
  }

  private int status(CudaCall call, Object... arguments) {
    try {
      return (int) handles[call.ordinal()].invokeExact(arguments);
    } catch (Throwable e) {
      throw new AssertionError(call.symbol() + " does not throw", e);
    }
  }

  @SuppressWarnings("restricted") // the driver's texts end with 0
  private String text(CudaCall call, int error) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(ADDRESS);
      if (status(call, error, result) != 0) {
        return "error " + error;
      }
      return result.get(ADDRESS, 0).reinterpret(MAX_MESSAGE).getString(0);
    }
  }

  /** The integer that a function writes to its first argument. */
  int getInt(CudaCall call, Object... others) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(JAVA_INT);
      call(call, prepended(result, others));
      return result.get(JAVA_INT, 0);
    }
  }

  /** The device address that a function writes to its first argument. */
  long getLong(CudaCall call, Object... others) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(JAVA_LONG);
      call(call, prepended(result, others));
      return result.get(JAVA_LONG, 0);
    }
  }

  /** The pointer that a function writes to its first argument. */
  MemorySegment getAddress(CudaCall call, Object... others) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(ADDRESS);
      call(call, prepended(result, others));
      return result.get(ADDRESS, 0);
    }
  }

  private static Object[] prepended(Object first, Object... others) {
    Object[] all = new Object[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }
}
