package io.mixtide.benchmark.kernels;

import io.mixtide.benchmark.kernels.InferencePeer.Prepared;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Weighting;
import io.mixtide.model.random.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxExportTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, DIRICHLET_WITH_EVIDENCE",
    "3, 2, DIRICHLET_WITH_EVIDENCE",
    "2, 1, DIRICHLET",
    "1, 3, UNIFORM"
  })
  void shouldInferInOnnxRuntimeAsMixtideDoes(int dx, int dy, Weighting weighting) {
    InputNetwork network =
        (InputNetwork)
            Network.random(
                new Architecture(dx, dy, 5, 20, 10, weighting, Attention.NONE), RandomStream.of(3));
    for (int batch : new int[] {1, 7}) {
      Arrivals arrivals = Arrivals.random(network, batch, 4);
      Prepared prepared = Engine.ONNX.peer().orElseThrow().prepare(network, arrivals);
      prepared.run();
      prepared.posteriors().requireCloseTo(InferenceBenchmark.expected(network, arrivals), "onnx");
      prepared.close();
    }
  }
}
