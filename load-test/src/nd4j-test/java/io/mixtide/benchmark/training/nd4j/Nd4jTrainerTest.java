package io.mixtide.benchmark.training.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mixtide.benchmark.training.nd4j.FlatParameters.Layer;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.network.Weighting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The peer's loss and gradients against the values that Mixtide's own are tested with. */
class Nd4jTrainerTest {
  private static final Path GOLDEN =
      Path.of("..", "model/src/test/resources/io/mixtide/model/golden-input-experts.json");
  private static final Architecture SIZES =
      new Architecture(2, 2, 4, 6, 5, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE);
  private static final int TARGETS = 5;
  private static final int PARTICLES = 6;

  /** One layer's names in the file, and which part of its outputs it has. */
  private record Place(String name, int firstOutput) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("trunk.0", 0),
          new Place("trunk.2", 0),
          new Place("trunk.4", 0),
          new Place("trunk.6", 0),
          new Place("trunk.6", 8),
          new Place("phi.0", 0),
          new Place("phi.2", 0),
          new Place("phi.4", 0),
          new Place("head.0", 0),
          new Place("head.2", 0));

  static Stream<JsonNode> cases() throws IOException {
    return read().get("cases").valueStream();
  }

  @ParameterizedTest(name = "case {index}")
  @MethodSource("cases")
  void shouldComputeLossAndGradients(JsonNode golden) throws IOException {
    Nd4jTrainer trainer = new Nd4jTrainer(network(), 2, TARGETS, 7, PARTICLES, 1);
    // What a step before leaves behind must not matter.
    Batch other = batch(read().get("cases").get(2));
    trainer.gradients(other, (alpha, logZ) -> fill(golden.get("log_z").get(0), logZ));

    Iterator<JsonNode> particles = golden.get("log_z").iterator();
    double loss = trainer.gradients(batch(golden), (alpha, logZ) -> fill(particles.next(), logZ));

    double expected = golden.get("loss").asDouble();
    assertThat(loss).isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
    for (int i = 0; i < PLACES.size(); i++) {
      Place place = PLACES.get(i);
      Layer layer = trainer.layers().get(i);
      JsonNode gradients = golden.get("gradients");
      int outputs = layer.biasGradient().columns();
      List<Float> weights = new ArrayList<>();
      List<Float> biases = new ArrayList<>();
      for (int o = place.firstOutput; o < place.firstOutput + outputs; o++) {
        biases.add((float) gradients.get(place.name + ".bias").get(o).asDouble());
        gradients
            .get(place.name + ".weight")
            .get(o)
            .forEach(v -> weights.add((float) v.asDouble()));
      }
      assertClose(place.name + ".bias", layer.biasGradient(), biases);
      assertClose(place.name + ".weight", layer.weightGradient().transpose(), weights);
    }
  }

  @Test
  void shouldPoolContextsOfUnequalSizes() throws IOException {
    JsonNode golden = read().get("cases");
    JsonNode one = golden.get(1);
    JsonNode seven = golden.get(2);
    double each = loss(batch(0, one, one)) + loss(batch(0, seven, seven));

    assertThat(loss(batch(0, one, seven))).isCloseTo(each / 2, within(1e-5 * (1 + each)));
    assertThat(loss(batch(0, seven, one))).isCloseTo(each / 2, within(1e-5 * (1 + each)));
  }

  private static double loss(Batch batch) throws IOException {
    JsonNode particles = read().get("cases").get(0).get("log_z").get(0);
    return new Nd4jTrainer(network(), 2, TARGETS, 7, PARTICLES, 1)
        .gradients(batch, (alpha, logZ) -> fill(particles, logZ));
  }

  private static void assertClose(String name, INDArray actual, List<Float> expected) {
    double scale = expected.stream().mapToDouble(Math::abs).max().orElseThrow();
    float[] values = actual.dup('c').data().asFloat();
    assertThat(values).as(name).hasSize(expected.size());
    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i])
          .as("%s[%d]", name, i)
          .isCloseTo(expected.get(i), within(2e-4 * Math.max(1e-4, scale)));
    }
  }

  private static Batch batch(JsonNode golden) {
    return batch(1, golden, golden);
  }

  /** The first task of one case, and task {@code second} of another. */
  private static Batch batch(int second, JsonNode first, JsonNode other) {
    return new Batch(
        new int[] {first.get("xc").get(0).size(), other.get("xc").get(second).size()},
        rows(first.get("xc").get(0), other.get("xc").get(second)),
        rows(first.get("yc").get(0), other.get("yc").get(second)),
        rows(first.get("xt").get(0), other.get("xt").get(second)),
        rows(first.get("yt").get(0), other.get("yt").get(second)));
  }

  private static float[] rows(JsonNode... tasks) {
    List<Double> values = new ArrayList<>();
    for (JsonNode task : tasks) {
      task.forEach(row -> row.forEach(v -> values.add(v.asDouble())));
    }
    float[] flat = new float[values.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = values.get(i).floatValue();
    }
    return flat;
  }

  private static void fill(JsonNode rows, float[] values) {
    int i = 0;
    for (JsonNode row : rows) {
      for (JsonNode value : row) {
        values[i++] = (float) value.asDouble();
      }
    }
  }

  private static InputNetwork network() throws IOException {
    JsonNode weights = read().get("weights");
    InputNetwork network = (InputNetwork) Network.zeros(SIZES);
    for (Parameter parameter : network.parameters()) {
      JsonNode values = weights.get(parameter.name());
      for (int o = 0; o < parameter.out(); o++) {
        if (parameter.in() == 0) {
          parameter.values()[o] = (float) values.get(o).asDouble();
        }
        for (int i = 0; i < parameter.in(); i++) {
          parameter.values()[i * parameter.out() + o] = (float) values.get(o).get(i).asDouble();
        }
      }
    }
    return network;
  }

  private static JsonNode read() throws IOException {
    return new ObjectMapper().readTree(GOLDEN.toFile());
  }
}
