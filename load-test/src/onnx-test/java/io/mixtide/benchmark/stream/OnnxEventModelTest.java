package io.mixtide.benchmark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.benchmark.stream.onnx.OnnxEventModel;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.release.ReleaseFile;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OnnxEventModelTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-3f);

  @Test
  void shouldInferEventsAsMixtideDoes() {
    InputNetwork network = (InputNetwork) ReleaseFile.read(ShippedReleases.firstWeeks()).network();
    EventModel.State state = KernelsModel.empty(network);
    try (EventModel onnx = new OnnxEventModel.Provider().model(network)) {
      KernelsModel mixtide = new KernelsModel(network, Kernels.of("scalar"));
      for (float x : new float[] {-1, 0.2f, 1.3f}) {
        EventModel.Inputs inputs =
            new EventModel.Inputs(
                new float[] {x}, new float[] {x / 2}, new float[][] {{-x}}, state);
        EventModel.Outputs expected = mixtide.infer(inputs);
        EventModel.Outputs outputs = onnx.infer(inputs);

        assertThat(outputs.score()).isCloseTo(expected.score(), CLOSE);
        assertThat(outputs.mu()[0]).containsExactly(expected.mu()[0], CLOSE);
        assertThat(outputs.sigma()[0]).containsExactly(expected.sigma()[0], CLOSE);
        assertThat(outputs.state().alpha()).containsExactly(expected.state().alpha(), CLOSE);
        assertThat(outputs.state().embeddings())
            .containsExactly(expected.state().embeddings(), CLOSE);
        state = expected.state();
      }
    }
  }
}
