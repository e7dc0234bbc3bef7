// Inference with input experts on a batch of tasks, in one launch. Blocks with the lower indices take a
// tile of arrivals each, one arrival per task: experts, score, responsibilities, embedding, sums, head,
// concentration. The others take a tile of queries each: experts alone, for a mixture's weights are its
// task's concentration divided by the total.
//
// The operations and their order are those of InputAdaptation and its callers, hence the bits are too.
// All matrices are row-major; shapes are in brackets.
#include "float_math.cuh"
#include "dense.cuh"

constexpr float MIN_SIGMA = 0.01f;
constexpr float HALF_LOG_TWO_PI = 0.9189385f;
constexpr float MIN_ALPHA = 0.05f;
constexpr float MIN_Q = 1e-3f;

constexpr int TRUNK_LAYERS = 4;
constexpr int EMBEDDING_LAYERS = 3;
constexpr int HEAD_LAYERS = 2;

enum Weighting { UNIFORM, PLAIN, WITH_EVIDENCE };

// The network, resident on the device. NetworkLayout has the same layout.
struct Network {
  const Layer* layers;  // trunk, embedding, head
  const float* weights;
  int dx;
  int dy;
  int experts;
  int embedding;
  int weighting;
  int half;  // floats of one half of the tile

  __device__ __forceinline__ int state() const { return embedding + 2 * experts; }
};

// One batch, standardised. BatchLayout has the same layout.
struct Batch {
  const int* count;    // [tasks], observations before the arrival
  const float* state;  // [tasks, embedding + 2 experts]: sums of embeddings and of
                       // responsibilities, concentration
  const float* x;      // [tasks, dx]
  const float* y;      // [tasks, dy]
  const float* query;  // [queries, dx]
  float* newState;     // as state; means nothing where the score is not finite
  float* score;        // [tasks], ln p(y | x, context before)
  float* mixture;      // [queries, 2, experts, dy], means and then sigmas
  int tasks;
  int queries;
};

// Which tasks of a batch a block has. A thread that reads or writes rows of the batch has one task and
// every fourth column, so that a warp's accesses fall into few sectors.
struct Rows {
  int first;
  int number;

  __device__ __forceinline__ int task() const { return threadIdx.x / 4; }
  __device__ __forceinline__ bool has() const { return task() < number; }
  __device__ __forceinline__ int at(int width) const { return (first + task()) * width; }
};

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

// f(line, task) for the first `lines` lines, every thread another one.
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

__device__ __forceinline__ float sigmaOf(int trunk, int halfOutputs, int i, int task) {
  return softplusOf(cell(trunk, halfOutputs + i, task)) + MIN_SIGMA;
}

__device__ __forceinline__ void writeMixtures(
    const Network& network, const Batch& batch, Rows rows, int trunk) {
  int outputs = network.experts * network.dy;
  if (!rows.has()) {
    return;
  }
  float* mixture = batch.mixture + rows.at(2 * outputs);
  for (int i = firstColumn(); i < outputs; i += 4) {
    mixture[i] = cell(trunk, i, rows.task());
    mixture[outputs + i] = sigmaOf(trunk, outputs, i, rows.task());
  }
}

// From the experts' outputs to the scores in the batch, and the responsibilities in lines of the tile.
__device__ __forceinline__ void weigh(
    const Network& network, const Batch& batch, Rows rows, int trunk, int responsibilities) {
  const int experts = network.experts;
  const int dy = network.dy;
  const int warp = threadIdx.x / TASKS;
  const int own = threadIdx.x % TASKS;
  // The half that the trunk left free, and the room of the weights between two layers.
  const int alpha = network.half - trunk;
  const int terms = alpha + experts * TASKS;
  const int density = terms + experts * TASKS;
  const int y = density + experts * TASKS;
  const int scalars = 2 * network.half;

  load(batch.state + network.embedding + experts, network.state(), experts, rows, alpha);
  load(batch.y, dy, dy, rows, y);
  __syncthreads();
  forEach(experts, [&](int l, int task) {
    float sum = 0.f;
    for (int j = 0; j < dy; j++) {
      float sigma = sigmaOf(trunk, experts * dy, l * dy + j, task);
      float d = (cell(y, j, task) - cell(trunk, l * dy + j, task)) / sigma;
      sum += fmaf(-0.5f * d, d, -HALF_LOG_TWO_PI - logOf(sigma));
    }
    cell(density, l, task) = sum;
    cell(terms, l, task) = logOf(cell(alpha, l, task)) + sum;
  });
  if (warp == 0) {
    cell(scalars, 0, own) = maxOf(terms, experts, own);
  } else if (warp == 1) {
    cell(scalars, 1, own) = maxOf(density, experts, own);
  } else if (warp == 2) {
    double total = 0;
    for (int l = 0; l < experts; l++) {
      total += cell(alpha, l, own);
    }
    cell(scalars, 2, own) = static_cast<float>(total);
  }
  __syncthreads();
  forEach(experts, [&](int l, int task) {
    cell(terms, l, task) = relative(cell(terms, l, task), cell(scalars, 0, task));
    cell(density, l, task) = relative(cell(density, l, task), cell(scalars, 1, task));
  });
  if (warp == 0 && own < rows.number) {
    float joint = cell(scalars, 0, own) + logOf(sumOf(terms, experts, own));
    batch.score[rows.first + own] = joint - logOf(cell(scalars, 2, own));
  } else if (warp == 1) {
    cell(scalars, 3, own) = sumOf(density, experts, own);
  }
  __syncthreads();
  forEach(experts, [&](int l, int task) {
    cell(responsibilities, l, task) = cell(density, l, task) / cell(scalars, 3, task);
  });
}

// Adds lines of the tile to columns of the state.
__device__ __forceinline__ void add(
    const Network& network, const Batch& batch, Rows rows, int lines, int from, int number) {
  int at = rows.at(network.state()) + from;
  for (int i = firstColumn(); rows.has() && i < number; i += 4) {
    batch.newState[at + i] = batch.state[at + i] + cell(lines, i, rows.task());
  }
}

__device__ __forceinline__ float sizeOf(const Batch& batch, Rows rows) {
  return rows.has() ? static_cast<float>(batch.count[rows.at(1)] + 1) : 1.f;
}

// The head's input from the new sums: [h, 1/2 ln(1+n), q]. Of these, h was written by the same thread, and
// q before the embedding's layers.
__device__ __forceinline__ void pool(const Network& network, const Batch& batch, Rows rows) {
  int embedding = network.embedding;
  float n = sizeOf(batch, rows);
  for (int i = firstColumn(); i < embedding + network.experts; i += 4) {
    float mean = rows.has() ? batch.newState[rows.at(network.state()) + i] / n : 0.f;
    cell(0, i < embedding ? i : i + 1, rows.task()) = mean;
  }
  if (firstColumn() == 0) {
    cell(0, embedding, rows.task()) = 0.5f * logOf(1.f + n);
  }
}

// From the head's output to the new concentration.
__device__ __forceinline__ void concentrate(
    const Network& network, const Batch& batch, Rows rows, int head) {
  const int experts = network.experts;
  const int warp = threadIdx.x / TASKS;
  const int own = threadIdx.x % TASKS;
  const int share = network.half - head;
  const int scalars = 2 * network.half;
  const float n = sizeOf(batch, rows);
  const bool evidence = network.weighting == WITH_EVIDENCE;

  if (evidence) {
    int at = rows.at(network.state()) + network.embedding;
    for (int l = firstColumn(); l < experts; l += 4) {
      float q = rows.has() ? batch.newState[at + l] / n : 0.f;
      cell(share, l, rows.task()) =
          logOf(q + MIN_Q) + cell(head, experts + 1 + l, rows.task());
    }
    __syncthreads();
    if (warp == 0) {
      cell(scalars, 0, own) = maxOf(share, experts, own);
    }
    __syncthreads();
    forEach(experts, [&](int l, int task) {
      cell(share, l, task) = relative(cell(share, l, task), cell(scalars, 0, task));
    });
    if (warp == 0) {
      cell(scalars, 1, own) = sumOf(share, experts, own);
    }
    __syncthreads();
  }
  if (!rows.has()) {
    return;
  }
  int task = rows.task();
  for (int l = firstColumn(); l < experts; l += 4) {
    float alpha = 1.f;
    if (network.weighting != UNIFORM) {
      alpha = softplusOf(cell(head, l, task)) + MIN_ALPHA;
    }
    if (evidence) {
      float weight = sigmoidOf(cell(head, experts, task)) * n;
      alpha += weight * (cell(share, l, task) / cell(scalars, 1, task));
    }
    batch.newState[rows.at(network.state()) + network.embedding + experts + l] = alpha;
  }
}

// Grid: as many blocks of THREADS as there are tiles of tasks and of queries together.
// Dynamic shared memory: 2 half + 2 STAGE floats.
extern "C" __global__ void __launch_bounds__(THREADS) infer(
    const Network network, const Batch batch) {
  const int arrivalTiles = (batch.tasks + TASKS - 1) / TASKS;
  const int block = blockIdx.x;
  const bool isArrival = block < arrivalTiles;
  Rows rows;
  rows.first = (isArrival ? block : block - arrivalTiles) * TASKS;
  rows.number = min(TASKS, (isArrival ? batch.tasks : batch.queries) - rows.first);

  const Layer* layers = network.layers;
  const int dx = network.dx;
  load(isArrival ? batch.x : batch.query, dx, dx, rows, 0);
  int trunk = mlp(network.weights, layers, TRUNK_LAYERS, network.half);
  if (!isArrival) {
    writeMixtures(network, batch, rows, trunk);
    return;
  }
  layers += TRUNK_LAYERS;
  int responsibilities = (dx + network.dy) * TASKS;
  weigh(network, batch, rows, trunk, responsibilities);
  load(batch.x, dx, dx, rows, 0);
  load(batch.y, network.dy, network.dy, rows, dx * TASKS);
  add(network, batch, rows, responsibilities, network.embedding, network.experts);

  int embedding = mlp(network.weights, layers, EMBEDDING_LAYERS, network.half);
  layers += EMBEDDING_LAYERS;
  add(network, batch, rows, embedding, 0, network.embedding);
  pool(network, batch, rows);
  int head = mlp(network.weights, layers, HEAD_LAYERS, network.half);
  concentrate(network, batch, rows, head);
}
