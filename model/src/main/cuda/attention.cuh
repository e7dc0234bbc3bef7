// What context experts do with a tile of arrivals or queries: each attends to the tokens of its own task.
//
// Beyond the halves and the weights' stages, a tile has lines for the queries on their way through the
// blocks, and for what every head makes of each. Keys and values are applied to the query, never to the
// tokens, which are read twice in a block: one of each task at a time, so that contexts of any size pass
// through the same lines. The operations and their order are those of QueryAttention.
#pragma once

#include "batch.cuh"

constexpr float EPSILON = 1e-5f;
constexpr int WARPS = THREADS / TASKS;
// What a thread has of the mixed tokens at a time.
constexpr int HEADS_OF_THREAD = 4;
constexpr int COLUMNS_OF_THREAD = 16;

// A block's layers: norm, query, keys of every head, values of every head, output, norm, two of feed-forward.
__device__ __forceinline__ int blockLayers(const Network& network) { return 6 + 2 * network.heads; }

// The context of a task as an arrival or a query of it sees it.
struct Context {
  int count;
  int tokens;
  int replaced;  // place in the ring that the arrival's token has taken; -1 for none
  const float* sums;
  const float* token;
  const float* newToken;

  __device__ __forceinline__ const float* tokenAt(int i, int width) const {
    return i == replaced ? newToken : token + static_cast<size_t>(i) * width;
  }
};

// A query sees the arrival of its task, unless that was refused.
__device__ __forceinline__ Context contextOf(
    const Network& network, const Batch& batch, Rows rows, int task) {
  Context context = {0, 0, -1, nullptr, nullptr, nullptr};
  if (task >= rows.number) {
    return context;
  }
  int row = rows.first + task;
  int index = rows.areArrivals ? row : batch.asked[row];
  int width = network.embedding;
  context.count = batch.count[index];
  context.sums = batch.state + static_cast<size_t>(index) * network.state();
  context.token = batch.tokens + static_cast<size_t>(batch.firstToken[index]) * width;
  bool arrived = !rows.areArrivals && index < batch.tasks && isFinite(batch.score[index]);
  if (arrived) {
    context.replaced = context.count % network.window;
    context.count++;
    context.sums = batch.newState + static_cast<size_t>(index) * network.state();
    context.newToken = batch.newToken + static_cast<size_t>(index) * width;
  }
  context.tokens = min(context.count, network.window);
  return context;
}

// Sums of f(line) over `lines` lines for a thread's own task, in the eight strands of LayerNorm, of which a
// warp has two. The sums of two strands go by way of four lines at `scalars`.
template <class F>
__device__ __forceinline__ float strandSum(int lines, int scalars, F f) {
  float even = 0.f;
  float odd = 0.f;
  int whole = lines - lines % 8;
  for (int i = 2 * warp(); i < whole; i += 8) {
    even += f(i);
    odd += f(i + 1);
  }
  for (int i = whole; warp() == 0 && i < lines; i++) {
    even += f(i);
  }
  cell(scalars, warp(), own()) = even + odd;
  __syncthreads();
  return (cell(scalars, 0, own()) + cell(scalars, 1, own())) +
         (cell(scalars, 2, own()) + cell(scalars, 3, own()));
}

// Normalises lines of every task, which all threads have written, to other lines.
__device__ __forceinline__ void normalise(
    const Network& network, int layer, int lines, int output) {
  const int width = network.embedding;
  const int scalars = 2 * network.half;
  const Layer norm = network.layers[layer];
  const float* weight = network.weights + norm.offset;
  const float* bias = weight + norm.padded;
  float mean = strandSum(width, scalars, [&](int i) { return cell(lines, i, own()); }) / width;
  float variance = strandSum(width, scalars + WARPS * TASKS, [&](int i) {
                     float d = cell(lines, i, own()) - mean;
                     return d * d;
                   }) / width;
  float inverse = static_cast<float>(1.0 / sqrt(static_cast<double>(variance + EPSILON)));
  forEach(width, [&](int i, int task) {
    float normalised = (cell(lines, i, task) - mean) * inverse;
    cell(output, i, task) = fmaf(normalised, weight[i], bias[i]);
  });
}

__device__ __forceinline__ void addLines(int lines, int number, int to) {
  forEach(number, [&](int i, int task) { cell(to, i, task) = cell(to, i, task) + cell(lines, i, task); });
}

// Columns of the i-th token of every task that has so many to lines, for all threads.
__device__ __forceinline__ void loadToken(
    const Context& context, Rows rows, int i, int width, int from, int end, int lines) {
  if (i < context.tokens) {
    const float* token = context.tokenAt(i, width);
    for (int column = from + firstColumn(); column < end; column += 4) {
      cell(lines, column - from, rows.task()) = token[column];
    }
  }
  __syncthreads();
}

// What a thread knows of the tile's contexts.
struct Contexts {
  Context row;  // of the task whose rows it reads
  int tokens;   // of its own task
  int most;     // of any task
};

// Shares of every head in every token, of a thread's own task, in the batch's scratch.
__device__ __forceinline__ void share(
    const Network& network, const Contexts& contexts, Rows rows, int folded, float* shares, int room) {
  const int width = network.embedding;
  for (int i = 0; i < contexts.most; i++) {
    // While one half is read, the other is written.
    int lines = i % 2 * network.half;
    loadToken(contexts.row, rows, i, width, 0, width, lines);
    for (int head = warp(); i < contexts.tokens && head < network.heads; head += WARPS) {
      float score = 0.f;
      for (int j = 0; j < width; j++) {
        score = fmaf(cell(folded, head * width + j, own()), cell(lines, j, own()), score);
      }
      shares[(head * room + i) * TASKS + own()] = score;
    }
  }
  for (int head = warp(); contexts.tokens > 0 && head < network.heads; head += WARPS) {
    float* of = shares + head * room * TASKS + own();
    float max = of[0];
    for (int i = 1; i < contexts.tokens; i++) {
      max = larger(max, of[i * TASKS]);
    }
    float sum = 0.f;
    for (int i = 0; i < contexts.tokens; i++) {
      float e = relative(of[i * TASKS], max);
      of[i * TASKS] = e;
      sum += e;
    }
    float inverse = 1.f / sum;
    for (int i = 0; i < contexts.tokens; i++) {
      of[i * TASKS] = of[i * TASKS] * inverse;
    }
  }
  __syncthreads();
}

// The tokens of every task, mixed by the shares of every head.
__device__ __forceinline__ void mix(
    const Network& network,
    const Contexts& contexts,
    Rows rows,
    int mixed,
    const float* shares,
    int room) {
  const int width = network.embedding;
  for (int firstHead = 0; firstHead < network.heads; firstHead += HEADS_OF_THREAD) {
    for (int from = 0; from < width; from += WARPS * COLUMNS_OF_THREAD) {
      const int end = min(width, from + WARPS * COLUMNS_OF_THREAD);
      const int column = warp() * COLUMNS_OF_THREAD;
      float sum[HEADS_OF_THREAD][COLUMNS_OF_THREAD] = {};
      for (int i = 0; i < contexts.most; i++) {
        int lines = i % 2 * network.half;
        loadToken(contexts.row, rows, i, width, from, end, lines);
        if (i >= contexts.tokens) {
          continue;
        }
        float part[HEADS_OF_THREAD];
#pragma unroll
        for (int h = 0; h < HEADS_OF_THREAD; h++) {
          int head = firstHead + h;
          part[h] = head < network.heads ? shares[(head * room + i) * TASKS + own()] : 0.f;
        }
#pragma unroll
        for (int j = 0; j < COLUMNS_OF_THREAD; j++) {
          float token = from + column + j < end ? cell(lines, column + j, own()) : 0.f;
#pragma unroll
          for (int h = 0; h < HEADS_OF_THREAD; h++) {
            sum[h][j] = fmaf(part[h], token, sum[h][j]);
          }
        }
      }
#pragma unroll
      for (int h = 0; h < HEADS_OF_THREAD; h++) {
#pragma unroll
        for (int j = 0; j < COLUMNS_OF_THREAD; j++) {
          if (firstHead + h < network.heads && from + column + j < end) {
            cell(mixed, (firstHead + h) * width + from + column + j, own()) = sum[h][j];
          }
        }
      }
      __syncthreads();
    }
  }
}

// Takes the queries at `h` through one block, whose layers begin with the given one.
__device__ __forceinline__ void attend(
    const Network& network,
    const Contexts& contexts,
    Rows rows,
    int layer,
    int h,
    float* shares,
    int room) {
  const int width = network.embedding;
  const int heads = network.heads;
  const int slice = width / heads;
  const int half = network.half;
  const int ofHeads = h + width * TASKS;
  const int keys = layer + 2;
  const int values = keys + heads;
  const int output = values + heads;

  normalise(network, layer, h, 0);
  apply(network, layer + 1, 0, half, false);
  forEach(width, [&](int i, int task) { cell(half, i, task) = network.scale * cell(half, i, task); });
  for (int head = 0; head < heads; head++) {
    apply(
        network,
        keys + head,
        half + head * slice * TASKS,
        ofHeads + head * width * TASKS,
        false);
  }
  share(network, contexts, rows, ofHeads, shares, room);
  mix(network, contexts, rows, ofHeads, shares, room);
  for (int head = 0; head < heads; head++) {
    apply(network, values + head, ofHeads + head * width * TASKS, head * slice * TASKS, false);
  }
  // Without tokens nothing is mixed, not even the values' bias.
  forEach(width, [&](int i, int task) {
    if (contexts.tokens == 0) {
      cell(0, i, task) = 0.f;
    }
  });
  apply(network, output, 0, half, false);
  addLines(half, width, h);

  normalise(network, output + 1, h, 0);
  addLines(applyAll(network, output + 2, 2), width, h);
}
