// A block of threads on this CPU: every thread is a coroutine, and a barrier hands over to the next one.
#include "host_device.h"

#include <ucontext.h>
#include <vector>

constexpr size_t SHARED_BYTES = 232448;
constexpr size_t STACK_BYTES = 64 * 1024;

__align__(16) float tile[SHARED_BYTES / sizeof(float)];
Index threadIdx;
Index blockIdx;

static const std::function<void()>* running;
static ucontext_t scheduler;
static std::vector<ucontext_t> coroutines;
static std::vector<char> finished;
static std::vector<char> stacks;

void __syncthreads() {
  int thread = threadIdx.x;
  swapcontext(&coroutines[thread], &scheduler);
}

static void runThread() {
  int thread = threadIdx.x;
  (*running)();
  finished[thread] = 1;
}

bool runBlock(
    const std::function<void()>& kernel, int block, int threads, size_t shared, bool reverse) {
  running = &kernel;
  coroutines.resize(threads);
  stacks.resize(threads * STACK_BYTES);
  finished.assign(threads, 0);
  memset(tile, POISON, sizeof tile);
  blockIdx.x = block;
  for (int i = 0; i < threads; i++) {
    getcontext(&coroutines[i]);
    coroutines[i].uc_stack.ss_sp = &stacks[i * STACK_BYTES];
    coroutines[i].uc_stack.ss_size = STACK_BYTES;
    coroutines[i].uc_link = &scheduler;
    makecontext(&coroutines[i], runThread, 0);
  }
  for (int done = 0; done == 0;) {
    for (int i = 0; i < threads; i++) {
      int thread = reverse ? threads - 1 - i : i;
      threadIdx.x = thread;
      swapcontext(&scheduler, &coroutines[thread]);
      done += finished[thread];
    }
    if (done != 0 && done != threads) {
      return false;
    }
  }
  auto* beyond = reinterpret_cast<unsigned char*>(tile) + shared;
  auto* end = reinterpret_cast<unsigned char*>(tile) + sizeof tile;
  return std::all_of(beyond, end, [](unsigned char c) { return c == POISON; });
}
