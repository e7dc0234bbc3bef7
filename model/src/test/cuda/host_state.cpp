#include "host_state.h"

#include "host_memory.h"

State state;
int launches;
std::recursive_mutex lock;
thread_local CUcontext current;

CUresult enter(const char* function) {
  auto failure = state.failures.find(function);
  if (failure != state.failures.end() && failure->second.skip-- == 0) {
    if (failure->second.code >= CUDA_ERROR_ILLEGAL_ADDRESS) {
      state.sticky = failure->second.code;
    }
    return failure->second.code;
  }
  return state.initialised ? state.sticky : CUDA_ERROR_NOT_INITIALIZED;
}

void hostDriverReset(int devices, int capabilityTimesTen, int sharedBytes) {
  std::lock_guard<std::recursive_mutex> held(lock);
  freeAllGuarded();
  state = State();
  state.devices = devices;
  state.capability = capabilityTimesTen;
  state.sharedLimit = sharedBytes;
}

void hostDriverFail(const char* function, int calls, int code) {
  std::lock_guard<std::recursive_mutex> held(lock);
  state.failures[function] = {calls, static_cast<CUresult>(code)};
}

int hostDriverHeld() {
  std::lock_guard<std::recursive_mutex> held(lock);
  return heldGuarded() + state.handles;
}

int hostDriverLaunches() {
  std::lock_guard<std::recursive_mutex> held(lock);
  return launches;
}
