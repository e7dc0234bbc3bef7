package io.mixtide.benchmark.kernels.nd4j;

import com.google.auto.service.AutoService;
import io.mixtide.benchmark.kernels.Arrivals;
import io.mixtide.benchmark.kernels.InferencePeer;
import io.mixtide.model.network.Dense;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;
import java.util.ArrayList;
import java.util.List;
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
    return new ArrayInference(network, arrivals, Nd4jInference::layers);
  }

  private static Runnable layers(Mlp network, INDArray input, INDArray output) {
    List<Runnable> all = new ArrayList<>();
    INDArray below = input;
    for (int i = 0; i < network.layers().size(); i++) {
      boolean last = i + 1 == network.layers().size();
      Dense layer = network.layers().get(i);
      INDArray above = last ? output : Nd4j.createUninitialized(input.rows(), layer.out());
      all.add(layer(layer, below, above, last));
      below = above;
    }
    return () -> all.forEach(Runnable::run);
  }

  private static Runnable layer(Dense layer, INDArray input, INDArray output, boolean last) {
    INDArray weight = Nd4j.create(layer.weight(), new int[] {layer.in(), layer.out()}, 'c');
    INDArray bias = Nd4j.create(layer.bias(), new int[] {1, layer.out()}, 'c');
    return () -> {
      Nd4j.gemm(input, weight, output, false, false, 1, 0);
      output.addiRowVector(bias);
      if (!last) {
        Transforms.relu(output, false);
      }
    };
  }
}
