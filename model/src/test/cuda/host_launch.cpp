// The driver's modules and streams: what is put on a stream is done when it is waited for, and no sooner.
#include <cstring>
#include <string>
#include <thread>

#include "host_device.h"
#include "host_memory.h"
#include "host_state.h"
// The kernel's own source.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-declarations"
#include "inference.cu"
#pragma GCC diagnostic pop

using Kernel = void (*)(Network, Batch);

static CUresult runLaunch(
    Kernel kernel, unsigned blocks, unsigned threads, size_t shared, Network network, Batch batch) {
  // Blocks and threads run in no order that anyone may rely on.
  bool reverse = launches++ % 2;
  for (unsigned i = 0; i < blocks; i++) {
    int block = reverse ? blocks - 1 - i : i;
    if (!runBlock([&] { kernel(network, batch); }, block, threads, shared, reverse)) {
      return CUDA_ERROR_LAUNCH_FAILED;
    }
  }
  return guardsHold() ? CUDA_SUCCESS : CUDA_ERROR_ILLEGAL_ADDRESS;
}

static CUresult copyLater(CUstream stream, void* to, const void* from, size_t size) {
  if (!isAllocated(to, size) || !isAllocated(from, size)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  stream->queue.push_back([=] {
    memcpy(to, from, size);
    return CUDA_SUCCESS;
  });
  return CUDA_SUCCESS;
}

extern "C" {

CUresult cuModuleLoadData(CUmodule* module, const void* image) {
  ENTER_CONTEXT;
  std::string ptx(static_cast<const char*>(image));
  for (std::string kernel : {"inferInput", "inferContext"}) {
    std::string sizes = kernel + "_param_0[" + std::to_string(sizeof(Network)) + "]";
    std::string more = kernel + "_param_1[" + std::to_string(sizeof(Batch)) + "]";
    if (ptx.find(sizes) == std::string::npos || ptx.find(more) == std::string::npos) {
      return CUDA_ERROR_INVALID_PTX;
    }
  }
  *module = new CUmod_st;
  state.handles++;
  return CUDA_SUCCESS;
}

CUresult cuModuleUnload(CUmodule module) {
  ENTER_CONTEXT;
  delete module;
  state.handles--;
  return CUDA_SUCCESS;
}

CUresult cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name) {
  ENTER_CONTEXT;
  static CUfunc_st input;
  static CUfunc_st context;
  bool isInput = strcmp(name, "inferInput") == 0;
  *function = isInput ? &input : &context;
  (*function)->shared = DEFAULT_SHARED;
  (*function)->kernel = isInput ? reinterpret_cast<void*>(inferInput) : reinterpret_cast<void*>(inferContext);
  return isInput || strcmp(name, "inferContext") == 0 ? CUDA_SUCCESS : CUDA_ERROR_NOT_FOUND;
}

CUresult cuFuncSetAttribute(CUfunction function, CUfunction_attribute attribute, int value) {
  ENTER_CONTEXT;
  if (attribute != CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES || value > state.sharedLimit) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  function->shared = value;
  return CUDA_SUCCESS;
}

CUresult cuStreamCreate(CUstream* stream, unsigned flags) {
  ENTER_CONTEXT;
  *stream = new CUstream_st;
  state.handles++;
  return flags == CU_STREAM_NON_BLOCKING ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuStreamDestroy_v2(CUstream stream) {
  ENTER_CONTEXT;
  delete stream;
  state.handles--;
  return CUDA_SUCCESS;
}

CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void* from, size_t size, CUstream stream) {
  ENTER_CONTEXT;
  return copyLater(stream, reinterpret_cast<void*>(to), from, size);
}

CUresult cuMemcpyDtoHAsync_v2(void* to, CUdeviceptr from, size_t size, CUstream stream) {
  ENTER_CONTEXT;
  return copyLater(stream, to, reinterpret_cast<const void*>(from), size);
}

CUresult cuLaunchKernel(
    CUfunction function,
    unsigned gridX,
    unsigned gridY,
    unsigned gridZ,
    unsigned blockX,
    unsigned blockY,
    unsigned blockZ,
    unsigned shared,
    CUstream stream,
    void** parameters,
    void** extra) {
  ENTER_CONTEXT;
  if (gridX == 0 || gridY != 1 || gridZ != 1 || blockX != THREADS || blockY != 1 || blockZ != 1 ||
      shared > function->shared || extra != nullptr) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  // As the driver does, parameters are copied now and read later.
  Network network = *static_cast<Network*>(parameters[0]);
  Batch batch = *static_cast<Batch*>(parameters[1]);
  auto kernel = reinterpret_cast<Kernel>(function->kernel);
  stream->queue.push_back(
      [=] { return runLaunch(kernel, gridX, blockX, shared, network, batch); });
  return CUDA_SUCCESS;
}

CUresult cuStreamSynchronize(CUstream stream) {
  ENTER_CONTEXT;
  CUresult result = CUDA_SUCCESS;
  std::thread device([&] {
    for (auto& step : stream->queue) {
      if (result == CUDA_SUCCESS) {
        result = step();
      }
    }
  });
  device.join();
  stream->queue.clear();
  state.sticky = result;
  return result;
}
}
