package io.mixtide.nd4j;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.engine.Arrivals;
import io.mixtide.model.engine.EngineException;
import io.mixtide.model.engine.InferenceBatch;
import io.mixtide.model.engine.InferenceEngine;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Standardisation;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * ND4J's operators over batches of tasks with input experts. A batch is cut into tiles of always
 * the same number of rows, for a matrix product may round otherwise where there are more rows or
 * fewer, and a task's results are not to depend on what else is in its batch.
 */
final class Nd4jEngine implements InferenceEngine {
  private static final int ROWS = 32;

  private final String description;
  private final Architecture sizes;
  private final Standardisation standardisation;
  private final ArrayInference inference;
  private final ArrayPredictions predictions;

  Nd4jEngine(String description, InputNetwork network, Standardisation standardisation) {
    this.description = description;
    sizes = network.architecture();
    this.standardisation = standardisation;
    inference = new ArrayInference(network, ROWS, new SlicedLayers());
    predictions = new ArrayPredictions(network, ROWS);
  }

  @Override
  public String name() {
    return Nd4jProvider.NAME;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public double[] infer(InferenceBatch batch) {
    batch.check(sizes, standardisation);
    Arrivals arrivals = Arrivals.of(batch, sizes, standardisation);
    float[] states = new float[arrivals.number() * inference.stateSize()];
    float[] scores = new float[arrivals.number()];
    int parameters = sizes.experts() * sizes.dy();
    float[] means = new float[batch.asked().size() * 2 * parameters];
    float[] sigmas = new float[batch.asked().size() * parameters];
    try {
      for (int first = 0; first < arrivals.number(); first += ROWS) {
        observe(batch, arrivals, first, states, scores);
      }
      for (int first = 0; first < batch.asked().size(); first += ROWS) {
        predict(batch, first, means, sigmas);
      }
    } catch (RuntimeException e) {
      throw new EngineException("ND4J failed: " + e, e);
    }
    // From here on nothing can fail.
    double[] taken = take(batch, arrivals, states, scores);
    for (int i = 0; i < batch.asked().size(); i++) {
      Mixture mixture = batch.mixtures().get(i);
      Inference.weights(batch.asked().get(i), mixture.weights());
      standardisation.fill(
          mixture,
          Arrays.copyOfRange(means, 2 * i * parameters, (2 * i + 1) * parameters),
          Arrays.copyOfRange(sigmas, i * parameters, (i + 1) * parameters));
    }
    return taken;
  }

  private void observe(
      InferenceBatch batch, Arrivals arrivals, int first, float[] states, float[] scores) {
    int number = Math.min(ROWS, arrivals.number() - first);
    float[] before = new float[ROWS * inference.stateSize()];
    // Rows without a task have the posterior of one, lest their logarithms be infinite.
    Arrays.fill(before, 1f);
    float[] counts = new float[ROWS];
    for (int i = 0; i < number; i++) {
      TaskState state = batch.tasks().get(arrivals.task()[first + i]);
      state.copyTo(MemorySegment.ofArray(before), (long) i * state.rowBytes());
      counts[i] = state.count();
    }
    inference.set(
        before,
        counts,
        tile(arrivals.x(), first, sizes.dx()),
        tile(arrivals.y(), first, sizes.dy()));
    inference.run();
    int size = inference.stateSize();
    System.arraycopy(inference.states(), 0, states, first * size, number * size);
    System.arraycopy(inference.scores(), 0, scores, first, number);
  }

  private void predict(InferenceBatch batch, int first, float[] means, float[] sigmas) {
    int number = Math.min(ROWS, batch.asked().size() - first);
    float[] x = new float[ROWS * sizes.dx()];
    for (int i = 0; i < number; i++) {
      standardisation.x(batch.query(), (first + i) * sizes.dx(), x, i * sizes.dx());
    }
    predictions.run(x);
    int parameters = sizes.experts() * sizes.dy();
    System.arraycopy(
        predictions.means(), 0, means, 2 * first * parameters, 2 * number * parameters);
    System.arraycopy(predictions.sigmas(), 0, sigmas, first * parameters, number * parameters);
  }

  /** The rows from {@code first} on, and zeros where there are none. */
  private static float[] tile(float[] rows, int first, int width) {
    int from = first * width;
    float[] tile = new float[ROWS * width];
    System.arraycopy(rows, from, tile, 0, Math.min(tile.length, rows.length - from));
    return tile;
  }

  private double[] take(InferenceBatch batch, Arrivals arrivals, float[] states, float[] scores) {
    double[] taken = new double[batch.tasks().size()];
    Arrays.fill(taken, Double.NaN);
    for (int i = 0; i < arrivals.number(); i++) {
      if (Float.isFinite(scores[i])) {
        int task = arrivals.task()[i];
        TaskState state = batch.tasks().get(task);
        state.take(MemorySegment.ofArray(states), (long) i * state.rowBytes(), scores[i]);
        taken[task] = scores[i];
      }
    }
    return taken;
  }

  @Override
  public void close() {
    inference.close();
    predictions.close();
  }
}
