package io.mixtide.benchmark.training.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** All parameters in one vector, their gradients in another, so that an update is a few calls. */
final class FlatParameters {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final INDArray values;
  private final INDArray gradients;
  private final INDArray mean;
  private final INDArray square;
  private int used;
  private int steps;

  /** Room for a number of parameters, all zero. */
  FlatParameters(int size) {
    values = Nd4j.zeros(size);
    gradients = Nd4j.zeros(size);
    mean = Nd4j.zeros(size);
    square = Nd4j.zeros(size);
  }

  /**
   * One layer, {@code y = x W + b}.
   *
   * @param weight {@code [in, out]}
   * @param bias {@code [1, out]}
   */
  record Layer(INDArray weight, INDArray bias, INDArray weightGradient, INDArray biasGradient) {

    /** Takes rows through the layer. */
    void forward(INDArray input, INDArray output) {
      Arrays32.product(input, weight, output);
      output.addiRowVector(bias);
    }

    /**
     * Sets the layer's gradients.
     *
     * @param ones {@code [1, rows]}, whose product adds rows up
     */
    void backward(INDArray input, INDArray delta, INDArray ones) {
      Arrays32.transposedProduct(input, delta, weightGradient);
      Arrays32.product(ones, delta, biasGradient);
    }
  }

  /** The next layer's share of the vectors, set to the given values. */
  Layer layer(int in, int out, float[] weight, float[] bias) {
    int at = used;
    int end = at + in * out;
    used = end + out;
    Layer layer =
        new Layer(
            part(values, at, in, out),
            part(values, end, 1, out),
            part(gradients, at, in, out),
            part(gradients, end, 1, out));
    layer.weight.assign(Nd4j.create(weight, new int[] {in, out}, 'c'));
    layer.bias.assign(Nd4j.create(bias, new int[] {1, out}, 'c'));
    return layer;
  }

  private static INDArray part(INDArray of, int at, int rows, int columns) {
    return of.get(NDArrayIndex.interval(at, at + rows * columns)).reshape('c', rows, columns);
  }

  /** Sets all gradients to zero. */
  void clearGradients() {
    gradients.assign(0f);
  }

  /** One step of Adam along the gradients, scaled down to a norm if theirs is larger. */
  void step(double learningRate, double mostNorm) {
    double norm = gradients.norm2Number().doubleValue();
    if (!Double.isFinite(norm)) {
      throw new IllegalStateException("a gradient is no longer a number");
    }
    if (norm > mostNorm) {
      gradients.muli(mostNorm / norm);
    }
    // Turns the gradients into the step to take.
    Nd4j.exec(
        new AdamUpdater(gradients, square, mean, learningRate, BETA1, BETA2, EPSILON, steps++));
    values.subi(gradients);
  }
}
