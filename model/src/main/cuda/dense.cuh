// Dense layers on a tile of tasks that lies in shared memory.
//
// A block works on TASKS tasks. Its tile is lines of TASKS values: line i holds the i-th input (or
// output) of a layer for every task. Weights come through shared memory, DEPTH inputs at a time, while
// the ones before are multiplied. A thread has 4 tasks times 8 or 4 outputs in registers. Every output
// is one chain of fused multiply-adds over the inputs in order, from the bias on, as on the CPU.
#pragma once

constexpr int TASKS = 32;
constexpr int THREADS = 128;
constexpr int DEPTH = 16;
constexpr int TASKS_OF_THREAD = 4;
constexpr int GROUPS = TASKS / TASKS_OF_THREAD;
// Layers lie in memory with their outputs padded by zeros to a multiple of this.
constexpr int PADDING = 64;
constexpr int STAGE = DEPTH * 2 * PADDING;

// Weights [in, padded outputs] at weights[offset], bias [padded outputs] behind them.
struct Layer {
  int offset;
  int in;
  int out;
  int padded;
};

// The tile: two halves that layers write in turn, then two stages of weights.
extern __shared__ __align__(16) float tile[];

__device__ __forceinline__ float4 quad(const float* from) {
  return *reinterpret_cast<const float4*>(from);
}

// One pass: WIDTH outputs of every thread, from output `first` on.
template <int WIDTH>
__device__ __forceinline__ void pass(
    const float* __restrict__ weights,
    const Layer& layer,
    int first,
    int input,
    int output,
    int stage,
    bool relu) {
  constexpr int COLUMNS = WIDTH * (THREADS / GROUPS);
  constexpr int QUADS = COLUMNS / 4;
  constexpr int LOADS = DEPTH * QUADS / THREADS;
  const int thread = threadIdx.x;
  const int task = thread % GROUPS * TASKS_OF_THREAD;
  const int column = thread / GROUPS * WIDTH;
  const float* from = weights + layer.offset + first;
  const float* bias = from + layer.in * layer.padded;

  float sum[WIDTH][TASKS_OF_THREAD];
#pragma unroll
  for (int o = 0; o < WIDTH; o++) {
#pragma unroll
    for (int t = 0; t < TASKS_OF_THREAD; t++) {
      sum[o][t] = bias[column + o];
    }
  }
  float4 next[LOADS];
  auto fetch = [&](int depth) {
#pragma unroll
    for (int i = 0; i < LOADS; i++) {
      int line = (thread + i * THREADS) / QUADS;
      int place = (thread + i * THREADS) % QUADS * 4;
      if (depth + line < layer.in) {
        next[i] = quad(from + (depth + line) * layer.padded + place);
      }
    }
  };
  auto keep = [&](int buffer) {
#pragma unroll
    for (int i = 0; i < LOADS; i++) {
      *reinterpret_cast<float4*>(&tile[stage + buffer * STAGE + (thread + i * THREADS) * 4]) =
          next[i];
    }
  };
  auto multiply = [&](int line, int staged) {
    float4 a = quad(&tile[input + line * TASKS + task]);
    float x[TASKS_OF_THREAD] = {a.x, a.y, a.z, a.w};
#pragma unroll
    for (int o = 0; o < WIDTH; o += 4) {
      float4 b = quad(&tile[staged + column + o]);
      float w[4] = {b.x, b.y, b.z, b.w};
#pragma unroll
      for (int j = 0; j < 4; j++) {
#pragma unroll
        for (int t = 0; t < TASKS_OF_THREAD; t++) {
          sum[o + j][t] = fmaf(x[t], w[j], sum[o + j][t]);
        }
      }
    }
  };

  for (int i = 0; i < LOADS; i++) {
    next[i] = make_float4(0.f, 0.f, 0.f, 0.f);
  }
  fetch(0);
  keep(0);
  __syncthreads();
  for (int depth = 0; depth < layer.in; depth += DEPTH) {
    int buffer = depth / DEPTH % 2;
    int staged = stage + buffer * STAGE;
    bool more = depth + DEPTH < layer.in;
    if (more) {
      fetch(depth + DEPTH);
    }
    if (depth + DEPTH <= layer.in) {
#pragma unroll 8
      for (int i = 0; i < DEPTH; i++) {
        multiply(depth + i, staged + i * COLUMNS);
      }
    } else {
      // A zero beyond the last input would not be nothing: it turns -0 into 0 and infinity into NaN.
      for (int i = 0; depth + i < layer.in; i++) {
        multiply(depth + i, staged + i * COLUMNS);
      }
    }
    if (more) {
      keep(1 - buffer);
    }
    __syncthreads();
  }
#pragma unroll
  for (int o = 0; o < WIDTH; o++) {
    if (first + column + o < layer.out) {
      float4 value;
      value.x = relu && sum[o][0] <= 0.f ? 0.f : sum[o][0];
      value.y = relu && sum[o][1] <= 0.f ? 0.f : sum[o][1];
      value.z = relu && sum[o][2] <= 0.f ? 0.f : sum[o][2];
      value.w = relu && sum[o][3] <= 0.f ? 0.f : sum[o][3];
      *reinterpret_cast<float4*>(&tile[output + (first + column + o) * TASKS + task]) = value;
    }
  }
}

// A layer, from lines of the tile that threads may just have written to other lines, with room for weights
// at `stage`. All threads have written the output by then. The layers are many and share this code.
__device__ __attribute__((noinline)) void dense(
    const float* __restrict__ weights,
    const Layer* __restrict__ of,
    int input,
    int output,
    int stage,
    bool relu) {
  const Layer layer = *of;
  int first = 0;
  for (; first + PADDING < layer.out; first += 2 * PADDING) {
    pass<8>(weights, layer, first, input, output, stage, relu);
  }
  if (first < layer.out) {
    pass<4>(weights, layer, first, input, output, stage, relu);
  }
  __syncthreads();
}
