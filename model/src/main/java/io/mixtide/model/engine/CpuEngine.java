package io.mixtide.model.engine;

import io.mixtide.model.inference.BatchInference;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The processor: one task after another, or many at once where experts do not see the context. */
final class CpuEngine implements InferenceEngine {
  /** To the same bits; with half of the columns in use, in two thirds of the time. */
  private static final int MANY = Kernels.COLUMNS / 2;

  private static final int[] NO_QUERIES = {};

  private final Architecture sizes;
  private final Standardisation standardisation;
  private final Kernels kernels;
  private final Inference inference;
  private final @Nullable BatchInference together;

  CpuEngine(Network network, Standardisation standardisation, Kernels kernels) {
    sizes = network.architecture();
    this.standardisation = standardisation;
    this.kernels = kernels;
    inference = new Inference(network, standardisation, kernels);
    together =
        network instanceof InputNetwork input
            ? new BatchInference(input, standardisation, kernels)
            : null;
  }

  @Override
  public String name() {
    return kernels.name();
  }

  @Override
  public String description() {
    return kernels.description();
  }

  @Override
  public double[] infer(InferenceBatch batch) {
    batch.check(sizes, standardisation);
    double[] scores = new double[batch.tasks().size()];
    int queries = batch.asked().size();
    if (together != null && scores.length < MANY && queries < MANY) {
      taskByTask(batch, scores);
      return scores;
    }
    if (together != null && scores.length >= MANY) {
      together.observe(batch.tasks(), batch.x(), batch.y(), scores);
    } else {
      for (int i = 0; i < scores.length; i++) {
        scores[i] = observe(batch, i, NO_QUERIES);
      }
    }
    if (together != null && queries >= MANY) {
      together.predict(batch.asked(), batch.query(), batch.mixtures());
    } else {
      for (int q = 0; q < queries; q++) {
        predict(batch, q);
      }
    }
    return scores;
  }

  /**
   * Each arrival with the queries of its task, so that the experts are evaluated for all in one.
   */
  private void taskByTask(InferenceBatch batch, double[] scores) {
    int queries = batch.asked().size();
    boolean[] answered = new boolean[queries];
    for (int i = 0; i < scores.length; i++) {
      TaskState task = batch.tasks().get(i);
      int[] ofTask = queriesOf(task, batch);
      scores[i] = observe(batch, i, ofTask);
      for (int q : ofTask) {
        predict(batch, q);
        answered[q] = true;
      }
    }
    for (int q = 0; q < queries; q++) {
      if (!answered[q]) {
        predict(batch, q);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // a task is its state's object
  private static int[] queriesOf(TaskState task, InferenceBatch batch) {
    int[] found = new int[batch.asked().size()];
    int number = 0;
    for (int q = 0; q < found.length; q++) {
      if (batch.asked().get(q) == task) {
        found[number++] = q;
      }
    }
    return Arrays.copyOf(found, number);
  }

  /**
   * @param queries that are answered next
   */
  private double observe(InferenceBatch batch, int i, int[] queries) {
    double[] x = row(batch.x(), i, sizes.dx());
    double[] y = row(batch.y(), i, sizes.dy());
    try {
      if (queries.length > 0) {
        double[][] xs = new double[queries.length][];
        for (int q = 0; q < xs.length; q++) {
          xs[q] = query(batch, queries[q]);
        }
        inference.expect(x, xs);
      }
      return inference.observe(batch.tasks().get(i), x, y);
    } catch (IllegalArgumentException e) {
      return Double.NaN;
    }
  }

  private void predict(InferenceBatch batch, int query) {
    inference.predict(batch.asked().get(query), query(batch, query), batch.mixtures().get(query));
  }

  private double[] query(InferenceBatch batch, int query) {
    return row(batch.query(), query, sizes.dx());
  }

  private static double[] row(double[] values, int row, int width) {
    return Arrays.copyOfRange(values, row * width, (row + 1) * width);
  }

  @Override
  public void close() {
    // Nothing is held outside the heap.
  }
}
