package io.mixtide.nd4j;

import io.mixtide.model.network.Dense;
import io.mixtide.model.network.Mlp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * ND4J's matrix products, of {@value #SLICE} rows each, for programs whose rows are a multiple of
 * that. A product rounds a row otherwise by where it lies among many, for BLAS takes rows in blocks
 * and not all blocks alike; so few rows, one after another in memory, lie in one block, and each of
 * them gives the same bits wherever it is.
 */
final class SlicedLayers implements Layers {
  /** Single-precision numbers of the vectors that BLAS' kernels have in common. */
  static final int SLICE = 8;

  @Override
  public void add(ArrayProgram program, Mlp network, INDArray input, INDArray output) {
    INDArray below = input;
    for (int i = 0; i < network.layers().size(); i++) {
      boolean last = i + 1 == network.layers().size();
      Dense layer = network.layers().get(i);
      INDArray above = last ? output : program.room(layer.out());
      INDArray weight = program.constant(layer.weight(), layer.in(), layer.out());
      for (int row = 0; row < program.rows(); row += SLICE) {
        program.add("matmul", rows(above, row), rows(below, row), weight);
      }
      INDArray bias = program.constant(layer.bias(), 1, layer.out());
      program.add(() -> above.addiRowVector(bias));
      if (!last) {
        program.add(() -> Transforms.relu(above, false));
      }
      below = above;
    }
  }

  private static INDArray rows(INDArray of, int from) {
    return of.get(NDArrayIndex.interval(from, from + SLICE), NDArrayIndex.all());
  }
}
