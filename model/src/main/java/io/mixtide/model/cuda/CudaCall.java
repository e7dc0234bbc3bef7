package io.mixtide.model.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;

/**
 * The functions of the driver that are called, by their signatures in {@code cuda.h}. Each returns
 * a status. A device address ({@code CUdeviceptr}) and a size are 64-bit integers; a context, a
 * module, a function and a stream are pointers.
 */
enum CudaCall {
  INIT("cuInit", JAVA_INT),
  ERROR_NAME("cuGetErrorName", JAVA_INT, ADDRESS),
  ERROR_STRING("cuGetErrorString", JAVA_INT, ADDRESS),

  DEVICE_COUNT("cuDeviceGetCount", ADDRESS),
  DEVICE_GET("cuDeviceGet", ADDRESS, JAVA_INT),
  DEVICE_NAME("cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT),
  DEVICE_ATTRIBUTE("cuDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT),

  CONTEXT_RETAIN("cuDevicePrimaryCtxRetain", ADDRESS, JAVA_INT),
  CONTEXT_RELEASE("cuDevicePrimaryCtxRelease_v2", JAVA_INT),
  CONTEXT_SET_CURRENT("cuCtxSetCurrent", ADDRESS),

  MODULE_LOAD("cuModuleLoadData", ADDRESS, ADDRESS),
  MODULE_UNLOAD("cuModuleUnload", ADDRESS),
  MODULE_FUNCTION("cuModuleGetFunction", ADDRESS, ADDRESS, ADDRESS),
  FUNCTION_ATTRIBUTE("cuFuncSetAttribute", ADDRESS, JAVA_INT, JAVA_INT),

  MEMORY_ALLOCATE("cuMemAlloc_v2", ADDRESS, JAVA_LONG),
  MEMORY_FREE("cuMemFree_v2", JAVA_LONG),
  HOST_ALLOCATE("cuMemHostAlloc", ADDRESS, JAVA_LONG, JAVA_INT),
  HOST_FREE("cuMemFreeHost", ADDRESS),

  STREAM_CREATE("cuStreamCreate", ADDRESS, JAVA_INT),
  STREAM_DESTROY("cuStreamDestroy_v2", ADDRESS),
  STREAM_SYNCHRONIZE("cuStreamSynchronize", ADDRESS),
  COPY_TO_DEVICE("cuMemcpyHtoDAsync_v2", JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS),
  COPY_TO_HOST("cuMemcpyDtoHAsync_v2", ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS),
  /** Function, grid x y z, block x y z, bytes of shared memory, stream, parameters, extras. */
  LAUNCH(
      "cuLaunchKernel",
      ADDRESS,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      ADDRESS,
      ADDRESS,
      ADDRESS);

  private final String symbol;
  private final FunctionDescriptor signature;

  CudaCall(String symbol, MemoryLayout... arguments) {
    this.symbol = symbol;
    signature = FunctionDescriptor.of(JAVA_INT, arguments);
  }

  /** The name that the library exports. */
  String symbol() {
    return symbol;
  }

  FunctionDescriptor signature() {
    return signature;
  }
}
