// What the driver's functions share, and what the test has them do.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "host_cuda.h"

constexpr size_t DEFAULT_SHARED = 48 * 1024;
constexpr CUdevice DEVICE = 7;

struct CUctx_st {};
struct CUmod_st {};
struct CUfunc_st {
  size_t shared = DEFAULT_SHARED;
  void* kernel = nullptr;
};
struct CUstream_st {
  std::vector<std::function<CUresult()>> queue;
};

struct Failure {
  int skip;
  CUresult code;
};

struct State {
  bool initialised = false;
  int devices = 1;
  int capability = 90;
  int sharedLimit = 101376;
  // Contexts, modules and streams that are yet to be given back.
  int handles = 0;
  // What every call answers once the device is lost.
  CUresult sticky = CUDA_SUCCESS;
  std::map<std::string, Failure> failures;
};

extern State state;
extern int launches;
extern std::recursive_mutex lock;
extern thread_local CUcontext current;

// How every function begins: it fails as the test wants it to, or as a former one has failed for good.
CUresult enter(const char* function);

#define ENTER_DRIVER                                \
  std::lock_guard<std::recursive_mutex> held(lock); \
  if (CUresult refused = enter(__func__)) return refused

#define ENTER_CONTEXT \
  ENTER_DRIVER;       \
  if (!current) return CUDA_ERROR_INVALID_CONTEXT

extern "C" {
// As at the start of a process, with so many devices and with these of their attributes.
void hostDriverReset(int devices, int capabilityTimesTen, int sharedBytes);

// Has a function fail once, after it has been called so many times.
void hostDriverFail(const char* function, int calls, int code);

// Memory, streams, modules and contexts that are yet to be given back.
int hostDriverHeld();

int hostDriverLaunches();
}
