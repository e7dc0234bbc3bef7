package io.mixtide.model.engine;

import io.mixtide.model.inference.BatchInference;
import io.mixtide.model.inference.Inference;
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
    if (together != null && scores.length >= MANY) {
      together.observe(batch.tasks(), batch.x(), batch.y(), scores);
    } else {
      for (int i = 0; i < scores.length; i++) {
        scores[i] = observe(batch, i);
      }
    }
    predict(batch);
    return scores;
  }

  private void predict(InferenceBatch batch) {
    int queries = batch.asked().size();
    if (together != null && queries >= MANY) {
      together.predict(batch.asked(), batch.query(), batch.mixtures());
    } else {
      for (int i = 0; i < queries; i++) {
        double[] x = row(batch.query(), i, sizes.dx());
        inference.predict(batch.asked().get(i), x, batch.mixtures().get(i));
      }
    }
  }

  private double observe(InferenceBatch batch, int i) {
    double[] x = row(batch.x(), i, sizes.dx());
    double[] y = row(batch.y(), i, sizes.dy());
    try {
      return inference.observe(batch.tasks().get(i), x, y);
    } catch (IllegalArgumentException e) {
      return Double.NaN;
    }
  }

  private static double[] row(double[] values, int row, int width) {
    return Arrays.copyOfRange(values, row * width, (row + 1) * width);
  }

  @Override
  public void close() {
    // Nothing is held outside the heap.
  }
}
