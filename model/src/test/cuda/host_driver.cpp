// A libcuda whose device is this CPU: the driver's functions, by the signatures of cuda.h, around the
// kernel's own source. It holds callers to the driver's rules: copies and launches happen no sooner than
// a stream is waited for, contexts are current per thread, memory beyond what was asked for is guarded,
// and memory that nobody wrote holds NaN. hostDriver... are the test's own.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "host_device.h"
#include "inference.cu"

typedef int CUresult;
typedef int CUdevice;
typedef struct Context* CUcontext;
typedef struct Module* CUmodule;
typedef struct Function* CUfunction;
typedef struct Stream* CUstream;
typedef unsigned long long CUdeviceptr;

enum {
  SUCCESS = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NOT_INITIALIZED = 3,
  NO_DEVICE = 100,
  INVALID_DEVICE = 101,
  INVALID_CONTEXT = 201,
  INVALID_PTX = 218,
  INVALID_HANDLE = 400,
  NOT_FOUND = 500,
  ILLEGAL_ADDRESS = 700,
  LAUNCH_FAILED = 719
};

constexpr size_t DEFAULT_SHARED = 48 * 1024;

struct Context {};
struct Module {};
struct Function {
  size_t shared = DEFAULT_SHARED;
};
struct Stream {
  std::vector<std::function<CUresult()>> queue;
};

static std::recursive_mutex lock;
static bool initialised;
static int devices = 1;
static CUresult sticky;
static int launches;
static int capability = 90;
static int sharedLimit = 101376;
static std::map<char*, size_t> allocations;
static int handles;
static Context context;
static thread_local CUcontext current;

static const std::map<CUresult, std::pair<const char*, const char*>> errors = {
    {OUT_OF_MEMORY, {"CUDA_ERROR_OUT_OF_MEMORY", "out of memory"}},
    {NO_DEVICE, {"CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"}},
    {LAUNCH_FAILED, {"CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"}},
};

struct Failure {
  int skip;
  CUresult code;
};
static std::map<std::string, Failure> failures;

static CUresult enter(const char* function) {
  auto failure = failures.find(function);
  if (failure != failures.end() && failure->second.skip-- == 0) {
    if (failure->second.code >= ILLEGAL_ADDRESS) {
      sticky = failure->second.code;
    }
    return failure->second.code;
  }
  return initialised ? sticky : NOT_INITIALIZED;
}

// How every function begins: it fails as the test wants it to, or as a former one has failed for good.
#define ENTER_DRIVER                                \
  std::lock_guard<std::recursive_mutex> held(lock); \
  if (CUresult refused = enter(__func__)) return refused

#define ENTER_CONTEXT \
  ENTER_DRIVER;       \
  if (!current) return INVALID_CONTEXT

constexpr size_t GUARD = 256;
constexpr unsigned char GUARDED = 0xA5;

static bool guardsHold() {
  for (auto& [at, size] : allocations) {
    for (size_t i = 0; i < GUARD; i++) {
      if (static_cast<unsigned char>(at[i]) != GUARDED ||
          static_cast<unsigned char>(at[GUARD + size + i]) != GUARDED) {
        return false;
      }
    }
  }
  return true;
}

static bool owns(const void* address, size_t size) {
  for (auto& [at, room] : allocations) {
    const char* from = static_cast<const char*>(address);
    if (from >= at + GUARD && from + size <= at + GUARD + room) {
      return true;
    }
  }
  return false;
}

static void* allocate(size_t size) {
  char* at = static_cast<char*>(malloc(size + 2 * GUARD));
  memset(at, GUARDED, size + 2 * GUARD);
  memset(at + GUARD, POISON, size);
  allocations[at] = size;
  return at + GUARD;
}

static CUresult release(void* address) {
  char* at = static_cast<char*>(address) - GUARD;
  if (!allocations.count(at)) {
    return INVALID_VALUE;
  }
  allocations.erase(at);
  free(at);
  return SUCCESS;
}

static CUresult runLaunch(
    unsigned blocks, unsigned threads, size_t shared, Network network, Batch batch) {
  // Blocks and threads run in no order that anyone may rely on.
  bool reverse = launches++ % 2;
  for (unsigned i = 0; i < blocks; i++) {
    int block = reverse ? blocks - 1 - i : i;
    if (!runBlock([&] { infer(network, batch); }, block, threads, shared, reverse)) {
      return LAUNCH_FAILED;
    }
  }
  return guardsHold() ? SUCCESS : ILLEGAL_ADDRESS;
}

extern "C" {

CUresult cuInit(unsigned flags) {
  std::lock_guard<std::recursive_mutex> held(lock);
  initialised = true;
  if (CUresult refused = enter(__func__)) {
    return refused;
  }
  return flags != 0 ? INVALID_VALUE : devices == 0 ? NO_DEVICE : SUCCESS;
}

CUresult cuDriverGetVersion(int* version) {
  *version = 13000;
  return SUCCESS;
}

CUresult cuGetErrorName(CUresult error, const char** name) {
  auto known = errors.find(error);
  *name = known == errors.end() ? nullptr : known->second.first;
  return *name ? SUCCESS : INVALID_VALUE;
}

CUresult cuGetErrorString(CUresult error, const char** text) {
  auto known = errors.find(error);
  *text = known == errors.end() ? nullptr : known->second.second;
  return *text ? SUCCESS : INVALID_VALUE;
}

CUresult cuDeviceGetCount(int* count) {
  ENTER_DRIVER;
  *count = devices;
  return SUCCESS;
}

CUresult cuDeviceGet(CUdevice* device, int ordinal) {
  ENTER_DRIVER;
  *device = 7;
  return ordinal < devices ? SUCCESS : INVALID_DEVICE;
}

CUresult cuDeviceGetName(char* name, int length, CUdevice device) {
  ENTER_DRIVER;
  snprintf(name, length, "host");
  return device == 7 ? SUCCESS : INVALID_DEVICE;
}

CUresult cuDeviceGetAttribute(int* value, int attribute, CUdevice device) {
  ENTER_DRIVER;
  *value = attribute == 75 ? capability / 10 : attribute == 76 ? capability % 10 : attribute == 97 ? sharedLimit : -1;
  return device == 7 && *value >= 0 ? SUCCESS : INVALID_VALUE;
}

CUresult cuDevicePrimaryCtxRetain(CUcontext* result, CUdevice device) {
  ENTER_DRIVER;
  *result = &context;
  handles++;
  return device == 7 ? SUCCESS : INVALID_DEVICE;
}

CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
  std::lock_guard<std::recursive_mutex> held(lock);
  handles--;
  return device == 7 ? SUCCESS : INVALID_DEVICE;
}

CUresult cuCtxSetCurrent(CUcontext wanted) {
  ENTER_DRIVER;
  current = wanted;
  return wanted == nullptr || wanted == &context ? SUCCESS : INVALID_CONTEXT;
}

CUresult cuModuleLoadData(CUmodule* module, const void* image) {
  ENTER_CONTEXT;
  std::string ptx(static_cast<const char*>(image));
  std::string sizes = "infer_param_0[" + std::to_string(sizeof(Network)) + "]";
  std::string more = "infer_param_1[" + std::to_string(sizeof(Batch)) + "]";
  if (ptx.find(sizes) == std::string::npos || ptx.find(more) == std::string::npos) {
    return INVALID_PTX;
  }
  *module = new Module;
  handles++;
  return SUCCESS;
}

CUresult cuModuleUnload(CUmodule module) {
  ENTER_CONTEXT;
  delete module;
  handles--;
  return SUCCESS;
}

CUresult cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name) {
  ENTER_CONTEXT;
  static Function kernel;
  kernel.shared = DEFAULT_SHARED;
  *function = &kernel;
  return !module ? INVALID_HANDLE : strcmp(name, "infer") == 0 ? SUCCESS : NOT_FOUND;
}

CUresult cuFuncSetAttribute(CUfunction function, int attribute, int value) {
  ENTER_CONTEXT;
  if (attribute != 8 || value > sharedLimit) {
    return INVALID_VALUE;
  }
  function->shared = value;
  return SUCCESS;
}

CUresult cuMemAlloc_v2(CUdeviceptr* result, size_t size) {
  ENTER_CONTEXT;
  *result = reinterpret_cast<CUdeviceptr>(allocate(size));
  return SUCCESS;
}

CUresult cuMemFree_v2(CUdeviceptr address) {
  ENTER_CONTEXT;
  return release(reinterpret_cast<void*>(address));
}

CUresult cuMemHostAlloc(void** result, size_t size, unsigned flags) {
  ENTER_CONTEXT;
  *result = allocate(size);
  return flags == 0 ? SUCCESS : INVALID_VALUE;
}

CUresult cuMemFreeHost(void* address) {
  ENTER_CONTEXT;
  return release(address);
}

CUresult cuStreamCreate(CUstream* stream, unsigned flags) {
  ENTER_CONTEXT;
  *stream = new Stream;
  handles++;
  return flags == 1 ? SUCCESS : INVALID_VALUE;
}

CUresult cuStreamDestroy_v2(CUstream stream) {
  ENTER_CONTEXT;
  delete stream;
  handles--;
  return SUCCESS;
}

static CUresult copyLater(CUstream stream, void* to, const void* from, size_t size) {
  if (!owns(to, size) || !owns(from, size)) {
    return INVALID_VALUE;
  }
  stream->queue.push_back([=] {
    memcpy(to, from, size);
    return SUCCESS;
  });
  return SUCCESS;
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
    return INVALID_VALUE;
  }
  // As the driver does, parameters are copied now and read later.
  Network network = *static_cast<Network*>(parameters[0]);
  Batch batch = *static_cast<Batch*>(parameters[1]);
  stream->queue.push_back([=] { return runLaunch(gridX, blockX, shared, network, batch); });
  return SUCCESS;
}

CUresult cuStreamSynchronize(CUstream stream) {
  ENTER_CONTEXT;
  CUresult result = SUCCESS;
  std::thread device([&] {
    for (auto& step : stream->queue) {
      if (result == SUCCESS) {
        result = step();
      }
    }
  });
  device.join();
  stream->queue.clear();
  sticky = result;
  return result;
}

// ---- for the test ----

// As at the start of a process, with so many devices and with these of their attributes.
void hostDriverReset(int deviceCount, int capabilityTimesTen, int sharedBytes) {
  std::lock_guard<std::recursive_mutex> held(lock);
  initialised = false;
  devices = deviceCount;
  capability = capabilityTimesTen;
  sharedLimit = sharedBytes;
  sticky = SUCCESS;
  failures.clear();
  for (auto& [at, size] : allocations) {
    free(at);
  }
  allocations.clear();
  handles = 0;
}

// Has a function fail once, after it has been called so many times.
void hostDriverFail(const char* function, int calls, int code) {
  std::lock_guard<std::recursive_mutex> held(lock);
  failures[function] = {calls, code};
}

// Memory, streams, modules and contexts that are yet to be given back.
int hostDriverHeld() {
  std::lock_guard<std::recursive_mutex> held(lock);
  return static_cast<int>(allocations.size()) + handles;
}

int hostDriverLaunches() {
  return launches;
}
}
