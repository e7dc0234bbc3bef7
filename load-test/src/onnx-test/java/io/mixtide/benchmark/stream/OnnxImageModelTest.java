package io.mixtide.benchmark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.benchmark.stream.crayfish.Crayfish;
import io.mixtide.benchmark.stream.crayfish.ImageModel;
import io.mixtide.benchmark.stream.crayfish.KernelsImageModel;
import io.mixtide.benchmark.stream.onnx.OnnxImageModel;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Mlp;
import io.mixtide.model.random.RandomStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OnnxImageModelTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

  @Test
  void shouldScoreImagesAsMixtideDoes() {
    Mlp network = Crayfish.network();
    UniformRandomProvider random = RandomStream.of(5);
    try (ImageModel onnx = new OnnxImageModel.Provider().model(network);
        ImageModel mixtide = new KernelsImageModel(network, Kernels.of("vector"))) {
      for (int i = 0; i < 20; i++) {
        float[] image = Crayfish.image(random);
        assertThat(onnx.scores(image)).containsExactly(mixtide.scores(image), CLOSE);
      }
    }
  }
}
