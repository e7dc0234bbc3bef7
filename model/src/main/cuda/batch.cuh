// What the kernels get, and the tile's lines.
//
// All matrices are row-major; shapes are in brackets.
#pragma once

#include "dense.cuh"
#include "float_math.cuh"

enum Weighting { UNIFORM, PLAIN, WITH_EVIDENCE };

// The network, resident on the device. DeviceNetwork has the same layout.
struct Network {
  const Layer* layers;
  const float* weights;
  int dx;
  int dy;
  int experts;
  int embedding;
  int pooled;  // columns of a state's second sums
  int weighting;
  int half;  // floats of one half of the tile
  // Of context experts alone.
  int heads;
  int blocks;
  int window;
  float scale;  // of a query before it meets keys

  // Column of a state where its concentration begins.
  __device__ __forceinline__ int alpha() const { return embedding + pooled; }
  __device__ __forceinline__ int state() const { return alpha() + experts; }
};

// One batch, standardised. Contexts are those of the tasks that have an arrival, in order, and then those of
// other tasks that are asked. DeviceBatch has the same layout.
struct Batch {
  const int* count;    // [contexts], observations before the arrival
  const float* state;  // [contexts, state], sums of embeddings, sums of responsibilities or of
                       // pooled tokens, concentration
  const float* x;      // [tasks, dx]
  const float* y;      // [tasks, dy]
  const float* query;  // [queries, dx]
  float* newState;     // [tasks, state]; means nothing where the score is not finite
  float* score;        // [tasks], ln p(y | x, context before)
  float* mixture;      // [queries, 2, experts, dy], means and then sigmas
  // Of context experts alone.
  const int* asked;       // [queries], of which context
  const int* firstToken;  // [contexts], row of its first token
  const float* tokens;    // [all tokens, embedding]; a context's in the order of its ring
  float* newToken;        // [tasks, embedding]; means nothing where the score is not finite
  float* shares;          // [tiles, heads, mostTokens, TASKS], scratch
  int tasks;
  int queries;
  int firstTile;   // of this launch
  int mostTokens;  // of any context, after the arrivals

  __device__ __forceinline__ int arrivalTiles() const { return (tasks + TASKS - 1) / TASKS; }
};

// Which arrivals or queries of a batch a block has. A thread that reads or writes rows of the batch has one
// of them and every fourth column, so that a warp's accesses fall into few sectors.
struct Rows {
  bool areArrivals;
  int first;
  int number;

  __device__ __forceinline__ int task() const { return threadIdx.x / 4; }
  __device__ __forceinline__ bool has() const { return task() < number; }
  __device__ __forceinline__ int at(int width) const { return (first + task()) * width; }
};

__device__ __forceinline__ Rows rowsOf(const Batch& batch, int block) {
  const int arrivalTiles = batch.arrivalTiles();
  Rows rows;
  rows.areArrivals = block < arrivalTiles;
  rows.first = (rows.areArrivals ? block : block - arrivalTiles) * TASKS;
  rows.number = min(TASKS, (rows.areArrivals ? batch.tasks : batch.queries) - rows.first);
  return rows;
}

// Otherwise a thread has the task of its place in its warp, and a warp every fourth line.
__device__ __forceinline__ int warp() { return threadIdx.x / TASKS; }
__device__ __forceinline__ int own() { return threadIdx.x % TASKS; }

__device__ __forceinline__ int firstColumn() { return threadIdx.x % 4; }

__device__ __forceinline__ float& cell(int lines, int line, int task) {
  return tile[lines + line * TASKS + task];
}

// Columns of the batch's rows, `stride` apart, to lines of the tile; 0 where there is no task.
__device__ __forceinline__ void load(
    const float* from, int stride, int columns, Rows rows, int lines) {
  for (int i = firstColumn(); i < columns; i += 4) {
    cell(lines, i, rows.task()) = rows.has() ? from[rows.at(stride) + i] : 0.f;
  }
}

// f(line, task) for the first `lines` lines, every thread another one, of its own task.
template <class F>
__device__ __forceinline__ void forEach(int lines, F f) {
  for (int i = threadIdx.x; i < lines * TASKS; i += THREADS) {
    f(i / TASKS, i % TASKS);
  }
  __syncthreads();
}

__device__ __forceinline__ float maxOf(int lines, int number, int task) {
  float max = cell(lines, 0, task);
  for (int l = 1; l < number; l++) {
    max = larger(max, cell(lines, l, task));
  }
  return max;
}

__device__ __forceinline__ float sumOf(int lines, int number, int task) {
  float sum = 0.f;
  for (int l = 0; l < number; l++) {
    sum += cell(lines, l, task);
  }
  return sum;
}

// A layer by its place in the network's table; see dense.
__device__ __forceinline__ void apply(
    const Network& network, int layer, int input, int output, bool relu) {
  dense(network.weights, network.layers + layer, input, output, 2 * network.half, relu);
}

// Layers with ReLU between them, from the half of the tile at 0 on, which threads may just have written.
// Returns where the output lies: at 0, or at `half`.
__device__ __forceinline__ int applyAll(const Network& network, int layer, int count) {
  int input = 0;
  for (int i = 0; i < count; i++) {
    apply(network, layer + i, input, network.half - input, i + 1 < count);
    input = network.half - input;
  }
  return input;
}
