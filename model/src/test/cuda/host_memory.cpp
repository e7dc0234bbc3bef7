#include "host_memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>

#include "host_device.h"

constexpr size_t GUARD = 256;
constexpr unsigned char GUARDED = 0xA5;

static std::map<unsigned char*, size_t> allocations;

void* allocateGuarded(size_t size) {
  auto* at = static_cast<unsigned char*>(malloc(size + 2 * GUARD));
  memset(at, GUARDED, size + 2 * GUARD);
  memset(at + GUARD, POISON, size);
  allocations[at] = size;
  return at + GUARD;
}

bool freeGuarded(void* address) {
  unsigned char* at = static_cast<unsigned char*>(address) - GUARD;
  if (allocations.erase(at) == 0) {
    return false;
  }
  free(at);
  return true;
}

void freeAllGuarded() {
  for (auto& [at, size] : allocations) {
    free(at);
  }
  allocations.clear();
}

int heldGuarded() {
  return static_cast<int>(allocations.size());
}

bool isAllocated(const void* address, size_t size) {
  auto* from = static_cast<const unsigned char*>(address);
  return std::any_of(allocations.begin(), allocations.end(), [&](auto& allocation) {
    unsigned char* start = allocation.first + GUARD;
    return from >= start && from + size <= start + allocation.second;
  });
}

bool guardsHold() {
  return std::all_of(allocations.begin(), allocations.end(), [](auto& allocation) {
    unsigned char* before = allocation.first;
    unsigned char* after = before + GUARD + allocation.second;
    auto intact = [](unsigned char c) { return c == GUARDED; };
    return std::all_of(before, before + GUARD, intact) && std::all_of(after, after + GUARD, intact);
  });
}
