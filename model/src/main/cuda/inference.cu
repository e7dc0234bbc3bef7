// Inference on a batch of tasks. Blocks with the lower indices take a tile of arrivals each, one arrival per
// task; the others take a tile of queries each: experts alone, for a mixture's weights are its task's
// concentration divided by the total.
//
// The operations and their order are those of InputAdaptation, ContextAdaptation and their callers, hence
// the bits are too.
#include "attention.cuh"
#include "experts.cuh"

// Input experts' layers: trunk, embedding, head.
constexpr int TRUNK = 0;
constexpr int TRUNK_LAYERS = 4;
constexpr int EMBEDDING = TRUNK + TRUNK_LAYERS;
constexpr int EMBEDDING_LAYERS = 3;
constexpr int HEAD_OF_INPUT = EMBEDDING + EMBEDDING_LAYERS;
constexpr int HEAD_LAYERS = 2;

// Context experts' layers: norm of tokens, norm of outputs, value, position, decoder, pool, head, blocks.
constexpr int TOKEN_NORM = 0;
constexpr int OUTPUT_NORM = 1;
constexpr int VALUE = 2;
constexpr int VALUE_LAYERS = 3;
constexpr int POSITION = VALUE + VALUE_LAYERS;
constexpr int POSITION_LAYERS = 2;
constexpr int DECODER = POSITION + POSITION_LAYERS;
constexpr int DECODER_LAYERS = 3;
constexpr int POOL = DECODER + DECODER_LAYERS;
constexpr int HEAD_OF_CONTEXT = POOL + 1;
constexpr int BLOCKS = HEAD_OF_CONTEXT + HEAD_LAYERS;

// Input experts. An arrival takes experts, score, responsibilities, embedding, sums, head, concentration.
// Grid: as many blocks of THREADS as there are tiles of arrivals and of queries together.
// Dynamic shared memory: 2 half + 2 STAGE floats.
extern "C" __global__ void __launch_bounds__(THREADS) inferInput(
    const Network network, const Batch batch) {
  const Rows rows = rowsOf(batch, blockIdx.x);
  const int dx = network.dx;
  load(rows.areArrivals ? batch.x : batch.query, dx, dx, rows, 0);
  int trunk = applyAll(network, TRUNK, TRUNK_LAYERS);
  if (!rows.areArrivals) {
    writeMixtures(network, batch, rows, trunk);
    return;
  }
  int responsibilities = (dx + network.dy) * TASKS;
  int density = weigh(network, batch, rows, trunk);
  respond(network, density, responsibilities);
  load(batch.x, dx, dx, rows, 0);
  load(batch.y, network.dy, network.dy, rows, dx * TASKS);
  add(network, batch, rows, responsibilities, network.embedding, network.experts);

  int embedding = applyAll(network, EMBEDDING, EMBEDDING_LAYERS);
  add(network, batch, rows, embedding, 0, network.embedding);
  // Of these sums, the first were written by the same thread, the others before the embedding's layers.
  pool(network, batch, rows, 0, network.embedding + network.experts, network.embedding);
  int head = applyAll(network, HEAD_OF_INPUT, HEAD_LAYERS);
  concentrate(network, batch, rows, head);
}

// The context experts' outputs at rows of x, [x, norm h, mean token] decoded. Returns where they lie.
__device__ __forceinline__ int evaluate(
    const Network& network, const Batch& batch, Rows rows, const float* x, int h) {
  const int width = network.embedding;
  const int dx = network.dx;
  Contexts contexts = {
      contextOf(network, batch, rows, rows.task()),
      contextOf(network, batch, rows, own()).tokens,
      0,
  };
  for (int task = 0; task < rows.number; task++) {
    contexts.most = max(contexts.most, contextOf(network, batch, rows, task).tokens);
  }
  load(x, dx, dx, rows, 0);
  int position = applyAll(network, POSITION, POSITION_LAYERS);
  forEach(width, [&](int i, int task) { cell(h, i, task) = cell(position, i, task); });

  const int room = batch.mostTokens;
  float* shares =
      batch.shares + static_cast<size_t>(batch.firstTile + blockIdx.x) * network.heads * room * TASKS;
  for (int block = 0; block < network.blocks; block++) {
    attend(network, contexts, rows, BLOCKS + block * blockLayers(network), h, shares, room);
  }
  normalise(network, OUTPUT_NORM, h, dx * TASKS);
  load(x, dx, dx, rows, 0);
  const Context& context = contexts.row;
  for (int i = firstColumn(); i < width; i += 4) {
    float mean = context.count == 0 ? 0.f : context.sums[i] / static_cast<float>(context.count);
    cell((dx + width) * TASKS, i, rows.task()) = mean;
  }
  return applyAll(network, DECODER, DECODER_LAYERS);
}

// Context experts. An arrival takes experts, score, token, sums, head, concentration. Queries see the
// arrivals of their tasks, so they are another launch, after that of the arrivals.
// Grid: as many blocks of THREADS as there are tiles of the one or the other.
// Dynamic shared memory: 2 half + 2 STAGE + (1 + heads) embedding TASKS floats.
extern "C" __global__ void __launch_bounds__(THREADS) inferContext(
    const Network network, const Batch batch) {
  const Rows rows = rowsOf(batch, batch.firstTile + blockIdx.x);
  const int width = network.embedding;
  const int dx = network.dx;
  const int dy = network.dy;
  const int half = network.half;
  const int h = 2 * half + 2 * STAGE;
  int outputs = evaluate(network, batch, rows, rows.areArrivals ? batch.x : batch.query, h);
  if (!rows.areArrivals) {
    writeMixtures(network, batch, rows, outputs);
    return;
  }
  weigh(network, batch, rows, outputs);
  __syncthreads();

  load(batch.x, dx, dx, rows, 0);
  load(batch.y, dy, dy, rows, dx * TASKS);
  int value = applyAll(network, VALUE, VALUE_LAYERS);
  forEach(width, [&](int i, int task) { cell(h, i, task) = cell(value, i, task); });
  load(batch.x, dx, dx, rows, 0);
  addLines(applyAll(network, POSITION, POSITION_LAYERS), width, h);
  apply(network, POOL, h, 0, true);
  add(network, batch, rows, h, 0, width);
  add(network, batch, rows, 0, width, width);
  normalise(network, TOKEN_NORM, h, half);
  for (int i = firstColumn(); rows.has() && i < width; i += 4) {
    batch.newToken[static_cast<size_t>(rows.at(width)) + i] = cell(half, i, rows.task());
  }
  // The sums that are pooled were written by the same thread.
  pool(network, batch, rows, width, width, width);
  concentrate(network, batch, rows, applyAll(network, HEAD_OF_CONTEXT, HEAD_LAYERS));
}
