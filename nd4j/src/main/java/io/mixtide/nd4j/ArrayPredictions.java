package io.mixtide.nd4j;

import io.mixtide.model.network.InputNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The input experts at a fixed number of queries, in ND4J's arrays. For one thread. */
final class ArrayPredictions implements AutoCloseable {
  private final ArrayProgram program;
  private final INDArray x;
  private final ArrayExperts experts;

  ArrayPredictions(InputNetwork network, int queries) {
    program = new ArrayProgram(queries);
    x = program.room(network.architecture().dx());
    experts =
        new ArrayExperts(program, network.architecture(), network.trunk(), x, new SlicedLayers());
  }

  /**
   * Evaluates the experts.
   *
   * @param x {@code [queries, dx]}, standardised
   */
  void run(float[] x) {
    ArrayProgram.write(x, this.x);
    program.run();
  }

  /** Means, then something else, {@code [queries, 2 · experts · dy]}. */
  float[] means() {
    return ArrayProgram.read(experts.means());
  }

  /** Standard deviations, {@code [queries, experts · dy]}. */
  float[] sigmas() {
    return ArrayProgram.read(experts.sigmas());
  }

  @Override
  public void close() {
    program.close();
  }
}
