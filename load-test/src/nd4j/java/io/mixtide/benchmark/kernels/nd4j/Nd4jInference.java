package io.mixtide.benchmark.kernels.nd4j;

import com.google.auto.service.AutoService;
import io.mixtide.benchmark.kernels.Arrivals;
import io.mixtide.benchmark.kernels.InferencePeer;
import io.mixtide.model.network.Dense;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;
import io.mixtide.nd4j.ArrayProgram;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** ND4J's matrix products and operators, between arrays made once. */
@AutoService(InferencePeer.class)
public final class Nd4jInference implements InferencePeer {

  /** Public for the service loader. */
  public Nd4jInference() {}

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Prepared prepare(InputNetwork network, Arrivals arrivals) {
    return new PreparedArrays(network, arrivals, Nd4jInference::addLayers);
  }

  /** One product for all rows is the fastest, though its bits depend on how many there are. */
  private static void addLayers(
      ArrayProgram program, Mlp network, INDArray input, INDArray output) {
    INDArray below = input;
    for (int i = 0; i < network.layers().size(); i++) {
      boolean last = i + 1 == network.layers().size();
      Dense layer = network.layers().get(i);
      INDArray above = last ? output : program.room(layer.out());
      program.add(product(program, layer, below, above, last));
      below = above;
    }
  }

  private static Runnable product(
      ArrayProgram program, Dense layer, INDArray input, INDArray output, boolean last) {
    INDArray weight = program.constant(layer.weight(), layer.in(), layer.out());
    INDArray bias = program.constant(layer.bias(), 1, layer.out());
    return () -> {
      Nd4j.gemm(input, weight, output, false, false, 1, 0);
      output.addiRowVector(bias);
      if (!last) {
        Transforms.relu(output, false);
      }
    };
  }
}
