package io.mixtide.model.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.mixtide.model.cuda.CudaDriver;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A driver library whose device is this processor, around the kernel's own source. Needs a C++
 * compiler; what it does not need is a graphics card.
 */
@SuppressWarnings("restricted") // functions of src/test/cuda/host_driver.cpp
final class HostDriver {
  /** Bytes of shared memory that blocks of common cards can have. */
  static final int SHARED_BYTES = 101_376;

  private static final Optional<HostDriver> INSTANCE = build();

  private final String library;
  private final SymbolLookup symbols;

  private HostDriver(String library) {
    this.library = library;
    symbols = SymbolLookup.libraryLookup(library, Arena.global());
  }

  /** The driver with one device and no failures to come, if it can be built here. */
  static Optional<HostDriver> get() {
    INSTANCE.ifPresent(driver -> driver.reset(1, 90, SHARED_BYTES));
    return INSTANCE;
  }

  private static Optional<HostDriver> build() {
    try {
      Path directory = Files.createDirectories(Path.of("target", "host-driver").toAbsolutePath());
      Path library = directory.resolve("libcuda-host.so");
      Optional<String> failure =
          Tools.run(
              List.of(
                  "g++",
                  "-std=c++17",
                  "-O2",
                  "-march=native",
                  "-ffp-contract=off",
                  "-Wall",
                  "-Wno-unknown-pragmas",
                  "-Werror",
                  "-fPIC",
                  "-shared",
                  "-pthread",
                  "-Isrc/main/cuda",
                  "src/test/cuda/host_device.cpp",
                  "src/test/cuda/host_driver.cpp",
                  "src/test/cuda/host_launch.cpp",
                  "src/test/cuda/host_memory.cpp",
                  "src/test/cuda/host_state.cpp",
                  "-o",
                  library.toString()));
      if (failure.isPresent()) {
        System.out.println("The cuda engine is not tested: " + failure.get());
        return Optional.empty();
      }
      return Optional.of(new HostDriver(library.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Path of the library. */
  String library() {
    return library;
  }

  /** An engine on this driver. */
  CudaEngine engine(Network network, Standardisation standardisation) {
    return new CudaEngine(new CudaDriver(library), network, standardisation);
  }

  /** As in a new process, with so many devices, of this compute capability times ten. */
  void reset(int devices, int capability, int sharedBytes) {
    call(
        "hostDriverReset", List.of(JAVA_INT, JAVA_INT, JAVA_INT), devices, capability, sharedBytes);
  }

  /** Has a function fail once, after so many calls of it that succeed. */
  void fail(String function, int calls, int error) {
    try (Arena arena = Arena.ofConfined()) {
      call(
          "hostDriverFail",
          List.of(ADDRESS, JAVA_INT, JAVA_INT),
          arena.allocateFrom(function),
          calls,
          error);
    }
  }

  /** Memory, streams, modules and contexts that are yet to be given back. */
  int held() {
    return call("hostDriverHeld", List.of());
  }

  /** How many launches there have been. */
  int launches() {
    return call("hostDriverLaunches", List.of());
  }

  private int call(String name, List<MemoryLayout> arguments, Object... values) {
    MemorySegment symbol = symbols.find(name).orElseThrow();
    MethodHandle handle =
        Linker.nativeLinker()
            .downcallHandle(
                symbol, FunctionDescriptor.of(JAVA_INT, arguments.toArray(MemoryLayout[]::new)));
    try {
      return (int) handle.invokeWithArguments(values);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
