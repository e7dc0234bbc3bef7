package io.mixtide.benchmark.kernels.nd4j;

import com.google.auto.service.AutoService;
import io.mixtide.benchmark.kernels.Arrivals;
import io.mixtide.benchmark.kernels.InferencePeer;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.nd4j.Dl4jGraphs;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** DL4J's graphs for the networks, ND4J's operators for what lies between them. */
@AutoService(InferencePeer.class)
public final class Dl4jInference implements InferencePeer {

  /** Public for the service loader. */
  public Dl4jInference() {}

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public Prepared prepare(InputNetwork network, Arrivals arrivals) {
    return new PreparedArrays(
        network,
        arrivals,
        (program, mlp, input, output) -> {
          ComputationGraph graph = Dl4jGraphs.of(mlp);
          program.add(() -> output.assign(graph.outputSingle(input)));
        });
  }
}
