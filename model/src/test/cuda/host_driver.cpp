// A libcuda whose device is this CPU: the driver's functions, by the signatures of cuda.h. It holds
// callers to the driver's rules: contexts are current per thread, copies and launches happen no sooner than
// a stream is waited for, memory beyond what was asked for is guarded, and memory that nobody wrote holds
// NaN. host_launch.cpp has what runs.
#include <cstdio>
#include <cstring>
#include <map>

#include "host_memory.h"
#include "host_state.h"

static CUctx_st context;

static const std::map<CUresult, std::pair<const char*, const char*>> errors = {
    {CUDA_ERROR_OUT_OF_MEMORY, {"CUDA_ERROR_OUT_OF_MEMORY", "out of memory"}},
    {CUDA_ERROR_NO_DEVICE, {"CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"}},
    {CUDA_ERROR_LAUNCH_FAILED, {"CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"}},
};

extern "C" {

CUresult cuInit(unsigned flags) {
  std::lock_guard<std::recursive_mutex> held(lock);
  state.initialised = true;
  if (CUresult refused = enter(__func__)) {
    return refused;
  }
  return flags != 0 ? CUDA_ERROR_INVALID_VALUE : state.devices == 0 ? CUDA_ERROR_NO_DEVICE : CUDA_SUCCESS;
}

CUresult cuGetErrorName(CUresult error, const char** name) {
  auto known = errors.find(error);
  *name = known == errors.end() ? nullptr : known->second.first;
  return *name ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuGetErrorString(CUresult error, const char** text) {
  auto known = errors.find(error);
  *text = known == errors.end() ? nullptr : known->second.second;
  return *text ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuDeviceGetCount(int* count) {
  ENTER_DRIVER;
  *count = state.devices;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGet(CUdevice* device, int ordinal) {
  ENTER_DRIVER;
  *device = DEVICE;
  return ordinal < state.devices ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}

CUresult cuDeviceGetName(char* name, int length, CUdevice device) {
  ENTER_DRIVER;
  snprintf(name, length, "host");
  return device == DEVICE ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}

CUresult cuDeviceGetAttribute(int* value, CUdevice_attribute attribute, CUdevice device) {
  ENTER_DRIVER;
  switch (attribute) {
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR:
      *value = state.capability / 10;
      break;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR:
      *value = state.capability % 10;
      break;
    case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN:
      *value = state.sharedLimit;
      break;
    // As of an H100 with five stacks of memory.
    case CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT:
      *value = 132;
      break;
    case CU_DEVICE_ATTRIBUTE_CLOCK_RATE:
      *value = 1980000;
      break;
    case CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE:
      *value = 2619000;
      break;
    case CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH:
      *value = 5120;
      break;
    default:
      return CUDA_ERROR_INVALID_VALUE;
  }
  return device == DEVICE ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuDevicePrimaryCtxRetain(CUcontext* result, CUdevice device) {
  ENTER_DRIVER;
  *result = &context;
  state.handles++;
  return device == DEVICE ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}

CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
  std::lock_guard<std::recursive_mutex> held(lock);
  state.handles--;
  return device == DEVICE ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}

CUresult cuCtxSetCurrent(CUcontext wanted) {
  ENTER_DRIVER;
  current = wanted;
  return wanted == nullptr || wanted == &context ? CUDA_SUCCESS : CUDA_ERROR_INVALID_CONTEXT;
}

CUresult cuMemAlloc_v2(CUdeviceptr* result, size_t size) {
  ENTER_CONTEXT;
  *result = reinterpret_cast<CUdeviceptr>(allocateGuarded(size));
  return CUDA_SUCCESS;
}

CUresult cuMemFree_v2(CUdeviceptr address) {
  ENTER_CONTEXT;
  return freeGuarded(reinterpret_cast<void*>(address)) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuMemHostAlloc(void** result, size_t size, unsigned flags) {
  ENTER_CONTEXT;
  *result = allocateGuarded(size);
  return flags == 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuMemFreeHost(void* address) {
  ENTER_CONTEXT;
  return freeGuarded(address) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}
}
