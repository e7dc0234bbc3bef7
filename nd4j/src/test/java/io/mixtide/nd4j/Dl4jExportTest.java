package io.mixtide.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.TestModels;
import io.mixtide.model.kernel.ScalarKernels;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;
import io.mixtide.model.random.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.rng.UniformRandomProvider;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jExportTest {
  private static final int ROWS = 7;

  @Test
  void shouldWriteGraphsThatDl4jLoadsAndThatGiveTheSameOutputs() throws IOException {
    InputNetwork network = TestModels.network(2, 3, 5, 1);
    Map<String, byte[]> files = new Dl4jExport().files(network);
    assertThat(files.keySet()).containsExactly("experts.zip", "embedding.zip", "head.zip");
    compare(Objects.requireNonNull(files.get("experts.zip")), network.trunk());
    compare(Objects.requireNonNull(files.get("embedding.zip")), network.embedding());
    compare(Objects.requireNonNull(files.get("head.zip")), network.head());
  }

  private static void compare(byte[] file, Mlp network) throws IOException {
    UniformRandomProvider random = RandomStream.of(2);
    Mlp.Activations activations = network.activations(ROWS);
    for (int i = 0; i < activations.input().length; i++) {
      activations.input()[i] = 4 * random.nextFloat() - 2;
    }
    network.forward(new ScalarKernels(), ROWS, activations);
    float[] expected = activations.output();

    ComputationGraph graph =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file));
    INDArray input = Nd4j.create(activations.input(), new int[] {ROWS, network.in()}, 'c');
    float[] actual = graph.outputSingle(input).dup('c').data().asFloat();
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f * (1 + Math.abs(expected[i]))));
    }
  }
}
