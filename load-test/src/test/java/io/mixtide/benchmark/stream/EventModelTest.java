package io.mixtide.benchmark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Weighting;
import io.mixtide.model.random.RandomStream;
import org.junit.jupiter.api.Test;

class EventModelTest {
  private static final float[] X = {0.3f, -1};
  private static final float[] Y = {0.7f};
  private static final float[][] QUERIES = {{1, 0}, {-0.5f, 2}};

  private final InputNetwork network =
      (InputNetwork)
          Network.random(
              new Architecture(2, 1, 5, 20, 10, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE),
              RandomStream.of(3));

  @Test
  void shouldInferBehindHttpAsInTheProcessItself() {
    Kernels kernels = Kernels.of("scalar");
    try (HttpModel model = new HttpModel(network, kernels)) {
      assertThat(afterTwoEvents(model))
          .usingRecursiveComparison()
          .isEqualTo(afterTwoEvents(new KernelsModel(network, kernels)));
    }
  }

  private EventModel.Outputs afterTwoEvents(EventModel model) {
    EventModel.State empty = KernelsModel.empty(network);
    EventModel.Outputs first = model.infer(new EventModel.Inputs(X, Y, QUERIES, empty));
    EventModel.Outputs second = model.infer(new EventModel.Inputs(X, Y, QUERIES, first.state()));
    assertThat(second.state().count()).isEqualTo(2);
    assertThat(second.score()).isNotEqualTo(first.score());
    return second;
  }
}
