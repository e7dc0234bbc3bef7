// What a kernel's source needs of CUDA, for a host compiler. Compile with -ffp-contract=off.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>

#define __device__
#define __global__
#define __shared__
#define __forceinline__ inline
#define __align__(bytes) __attribute__((aligned(bytes)))
#define __launch_bounds__(threads)

using std::max;
using std::min;
using std::sqrt;

struct float4 {
  float x, y, z, w;
};

inline float4 make_float4(float x, float y, float z, float w) {
  return {x, y, z, w};
}

inline int __float_as_int(float value) {
  int bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline float __int_as_float(int bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

struct Index {
  int x;
};

extern Index threadIdx;
extern Index blockIdx;

void __syncthreads();

// What memory holds that nobody wrote: as floats, NaN.
constexpr unsigned char POISON = 0xFF;

// Runs one block, its threads in order or in reverse, all of them up to a barrier before any goes on.
// Returns false if not all came to the same barriers, or shared memory was written beyond its bytes.
bool runBlock(
    const std::function<void()>& kernel, int block, int threads, size_t shared, bool reverse);
