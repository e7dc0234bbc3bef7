package io.mixtide.benchmark.training.nd4j;

import io.mixtide.benchmark.training.nd4j.FlatParameters.Layer;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinearDerivative;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Layers with ReLU between them, and the values of one pass of up to a number of rows. */
final class Stack {
  private final List<Layer> layers;
  private final boolean reluLast;
  private final INDArray[] values;
  private final INDArray[] deltas;

  /**
   * @param reluLast whether the last layer has a ReLU too
   * @param mostRows of a pass
   */
  Stack(List<Layer> layers, boolean reluLast, int mostRows) {
    this.layers = layers;
    this.reluLast = reluLast;
    values = new INDArray[layers.size() + 1];
    deltas = new INDArray[layers.size() + 1];
    for (int i = 0; i <= layers.size(); i++) {
      int width =
          i == 0 ? (int) layers.get(0).weight().rows() : layers.get(i - 1).weight().columns();
      values[i] = Arrays32.room(mostRows, width);
      deltas[i] = Arrays32.room(mostRows, width);
    }
  }

  /** To be filled before {@link #forward}, {@code [most rows, in]}. */
  INDArray input() {
    return values[0];
  }

  /** The first rows' outputs. */
  INDArray output(int rows) {
    return Arrays32.rows(values[layers.size()], rows);
  }

  /** Room for the loss's gradient at the output. */
  INDArray outputDelta(int rows) {
    return Arrays32.rows(deltas[layers.size()], rows);
  }

  /** The loss's gradient at the input after {@link #backward}. */
  INDArray inputDelta(int rows) {
    return Arrays32.rows(deltas[0], rows);
  }

  void forward(int rows) {
    INDArray below = Arrays32.rows(values[0], rows);
    for (int i = 0; i < layers.size(); i++) {
      INDArray output = Arrays32.rows(values[i + 1], rows);
      layers.get(i).forward(below, output);
      if (reluLast || i + 1 < layers.size()) {
        Transforms.relu(output, false);
      }
      below = output;
    }
  }

  /**
   * Sets the layers' gradients from {@link #outputDelta}.
   *
   * @param ones {@code [1, rows]}
   */
  void backward(int rows, INDArray ones, boolean intoInput) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      INDArray delta = Arrays32.rows(deltas[i + 1], rows);
      if (reluLast || i + 1 < layers.size()) {
        INDArray output = Arrays32.rows(values[i + 1], rows);
        Nd4j.exec(new RectifiedLinearDerivative(output, delta, delta));
      }
      layer.backward(Arrays32.rows(values[i], rows), delta, ones);
      if (i > 0 || intoInput) {
        Arrays32.productTransposed(delta, layer.weight(), Arrays32.rows(deltas[i], rows));
      }
    }
  }
}
