// From the experts' outputs and the head's to what a batch gives.
#pragma once

#include "batch.cuh"

constexpr float MIN_SIGMA = 0.01f;
constexpr float HALF_LOG_TWO_PI = 0.9189385f;
constexpr float MIN_ALPHA = 0.05f;
constexpr float MIN_Q = 1e-3f;

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

// From the experts' outputs, in a half of the tile, to the scores in the batch. Returns the lines with the
// experts' densities as parts of the greatest.
__device__ __forceinline__ int weigh(
    const Network& network, const Batch& batch, Rows rows, int trunk) {
  const int experts = network.experts;
  const int dy = network.dy;
  // The half that the trunk left free, and the room of the weights between two layers.
  const int alpha = network.half - trunk;
  const int terms = alpha + experts * TASKS;
  const int density = terms + experts * TASKS;
  const int y = density + experts * TASKS;
  const int scalars = 2 * network.half;

  load(batch.state + network.alpha(), network.state(), experts, rows, alpha);
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
  });
  if (warp() == 0) {
    cell(scalars, 0, own()) = maxOf(density, experts, own());
  } else if (warp() == 1) {
    cell(scalars, 1, own()) = sumOf(alpha, experts, own());
  }
  __syncthreads();
  forEach(experts, [&](int l, int task) {
    float part = relative(cell(density, l, task), cell(scalars, 0, task));
    cell(density, l, task) = part;
    cell(terms, l, task) = part * cell(alpha, l, task);
  });
  if (warp() == 0 && own() < rows.number) {
    float weighted = sumOf(terms, experts, own()) / cell(scalars, 1, own());
    batch.score[rows.first + own()] = cell(scalars, 0, own()) + logOf(weighted);
  }
  return density;
}

// From densities as parts of the greatest to responsibilities, in other lines.
__device__ __forceinline__ void respond(const Network& network, int density, int responsibilities) {
  const int experts = network.experts;
  const int scalars = 2 * network.half + 2 * TASKS;
  if (warp() == 0) {
    cell(scalars, 0, own()) = 1.f / sumOf(density, experts, own());
  }
  __syncthreads();
  forEach(experts, [&](int l, int task) {
    cell(responsibilities, l, task) = cell(density, l, task) * cell(scalars, 0, task);
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

// The head's input from the new sums: means of the state's columns, and among them, on a line of its own,
// 1/2 ln(1+n).
__device__ __forceinline__ void pool(
    const Network& network, const Batch& batch, Rows rows, int from, int columns, int sizeLine) {
  float n = sizeOf(batch, rows);
  float inverse = 1.f / n;
  for (int i = firstColumn(); i < columns; i += 4) {
    float mean = rows.has() ? batch.newState[rows.at(network.state()) + from + i] * inverse : 0.f;
    cell(0, i < sizeLine ? i : i + 1, rows.task()) = mean;
  }
  if (firstColumn() == 0) {
    cell(0, sizeLine, rows.task()) = 0.5f * logOf(1.f + n);
  }
}

// From the head's output to the new concentration.
__device__ __forceinline__ void concentrate(
    const Network& network, const Batch& batch, Rows rows, int head) {
  const int experts = network.experts;
  const int share = network.half - head;
  const int scalars = 2 * network.half;
  const float n = sizeOf(batch, rows);
  const bool evidence = network.weighting == WITH_EVIDENCE;

  if (evidence) {
    if (warp() == 0) {
      cell(scalars, 0, own()) = maxOf(head + (experts + 1) * TASKS, experts, own());
    }
    __syncthreads();
    const float inverse = 1.f / n;
    int at = rows.at(network.state()) + network.embedding;
    for (int l = firstColumn(); l < experts; l += 4) {
      float q = rows.has() ? batch.newState[at + l] * inverse : 0.f;
      float o = cell(head, experts + 1 + l, rows.task());
      cell(share, l, rows.task()) =
          relative(o, cell(scalars, 0, rows.task())) * (q + MIN_Q);
    }
    __syncthreads();
    if (warp() == 0) {
      cell(scalars, 1, own()) = 1.f / sumOf(share, experts, own());
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
      alpha += weight * (cell(share, l, task) * cell(scalars, 1, task));
    }
    batch.newState[rows.at(network.state()) + network.alpha() + l] = alpha;
  }
}
