package io.mixtide.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.ScalarKernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.network.Weighting;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every intermediate value, the loss and its gradients against an independent implementation. */
class GoldenTest {
  private static final Standardisation PLAIN =
      new Standardisation(
          OutputTransform.IDENTITY,
          new double[2],
          new double[] {1, 1},
          new double[2],
          new double[] {1, 1});
  private static final Architecture INPUT =
      new Architecture(2, 2, 4, 6, 5, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE);
  private static final Architecture CONTEXT =
      new Architecture(2, 2, 3, 6, 4, Weighting.DIRICHLET, new Attention(2, 3, 16));

  private final Kernels kernels = new ScalarKernels();

  /** One batch of two tasks through one network. */
  private record Golden(Network network, JsonNode values) {

    JsonNode get(String name) {
      return values.get(name);
    }

    @Override
    public String toString() {
      return "%d observations, %s".formatted(get("xc").get(0).size(), network.architecture());
    }
  }

  static Stream<Golden> cases() {
    return Stream.concat(
        cases("/io/mixtide/model/golden-input-experts.json", INPUT),
        cases("/io/mixtide/model/golden-context-experts.json", CONTEXT));
  }

  private static Stream<Golden> cases(String resource, Architecture sizes) {
    JsonNode golden = read(resource);
    Network network = network(sizes, golden.get("weights"));
    return golden.get("cases").valueStream().map(values -> new Golden(network, values));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldInferPosteriorAndScores(Golden golden) {
    for (int task = 0; task < 2; task++) {
      TaskState state = adapted(golden, task);
      assertClose(state.alpha(), golden.get("alpha").get(task), 1e-4);
      AmbiguityScores scores = AmbiguityScores.of(state.alpha());
      assertThat(scores.dirichletEntropy())
          .isCloseTo(golden.get("dirichlet_entropy").get(task).asDouble(), within(1e-3));
      assertThat(scores.totalEntropy())
          .isCloseTo(golden.get("mean_entropy").get(task).asDouble(), within(1e-4));
      assertThat(scores.mutualInformation())
          .isCloseTo(golden.get("mutual_information").get(task).asDouble(), within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldPredictTargets(Golden golden) {
    Inference inference = new Inference(golden.network(), PLAIN, kernels);
    for (int task = 0; task < 2; task++) {
      TaskState state = adapted(golden, task);
      double sum = 0;
      int targets = golden.get("xt").get(task).size();
      for (int i = 0; i < targets; i++) {
        double[] x = doubles(golden.get("xt").get(task).get(i));
        double[] y = doubles(golden.get("yt").get(task).get(i));
        double score = inference.score(state, x, y);
        assertThat(inference.predict(state, x).logDensity(y))
            .isCloseTo(score, within(1e-4 * (1 + Math.abs(score))));
        sum += score;
      }
      double marginal = golden.get("marginal").get(task).asDouble();
      assertThat(sum / targets).isCloseTo(marginal, within(1e-5 * (1 + Math.abs(marginal))));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldComputeLossAndGradients(Golden golden) {
    TrainingSettings settings =
        new TrainingSettings(1, 2, 6, 1e-3, 1, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 7, 5, 1);
    GradientShard shard = new GradientShard(golden.network(), kernels, settings, 2, 12);
    Iterator<JsonNode> particles = golden.get("log_z").iterator();
    shard.run(
        List.of(taskCut(golden, 0), taskCut(golden, 1)),
        (alpha, logZ) -> fill(particles.next(), logZ));

    TrainingProgress progress = shard.progress(1).dividedBy(2);
    double loss = golden.get("loss").asDouble();
    assertThat(progress.loss()).isCloseTo(loss, within(1e-5 * (1 + Math.abs(loss))));
    assertThat(progress.ess()).isCloseTo(mean(golden.get("ess")), within(1e-3));
    double joint = mean(golden.get("joint"));
    assertThat(progress.joint()).isCloseTo(joint, within(1e-5 * (1 + Math.abs(joint))));
    for (Parameter gradient : shard.gradients()) {
      float[] expected = new float[gradient.values().length];
      read(gradient, golden.get("gradients").get(gradient.name()), expected);
      // That of a key's bias is 0: the softmax does not see it.
      double scale = 1e-4;
      for (float value : expected) {
        scale = Math.max(scale, Math.abs(value));
      }
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) gradient.values()[i])
            .as(gradient.name() + "[" + i + "]")
            .isCloseTo(expected[i], within(2e-4 * scale));
      }
    }
  }

  private TaskState adapted(Golden golden, int task) {
    Inference inference = new Inference(golden.network(), PLAIN, kernels);
    TaskState state = inference.newState();
    for (int i = 0; i < golden.get("xc").get(task).size(); i++) {
      inference.observe(
          state,
          doubles(golden.get("xc").get(task).get(i)),
          doubles(golden.get("yc").get(task).get(i)));
    }
    return state;
  }

  private static TaskCut taskCut(Golden golden, int task) {
    int n = golden.get("xc").get(task).size();
    int targets = golden.get("xt").get(task).size();
    float[] x = concatenated(golden.get("xc").get(task), golden.get("xt").get(task));
    float[] y = concatenated(golden.get("yc").get(task), golden.get("yt").get(task));
    return new TaskCut(
        new TrainingTask(n + targets, x, y), n, IntStream.range(n, n + targets).toArray());
  }

  private static float[] concatenated(JsonNode first, JsonNode second) {
    float[] values = new float[2 * (first.size() + second.size())];
    int i = 0;
    for (JsonNode part : new JsonNode[] {first, second}) {
      for (JsonNode row : part) {
        for (JsonNode value : row) {
          values[i++] = (float) value.asDouble();
        }
      }
    }
    return values;
  }

  private static Network network(Architecture sizes, JsonNode weights) {
    Network network = Network.zeros(sizes);
    for (Parameter parameter : network.parameters()) {
      read(parameter, weights.get(parameter.name()), parameter.values());
    }
    return network;
  }

  private static void read(Parameter parameter, JsonNode values, float[] into) {
    for (int o = 0; o < parameter.out(); o++) {
      if (parameter.in() == 0) {
        into[o] = (float) values.get(o).asDouble();
      }
      for (int i = 0; i < parameter.in(); i++) {
        into[i * parameter.out() + o] = (float) values.get(o).get(i).asDouble();
      }
    }
  }

  private static void fill(JsonNode rows, float[] values) {
    int i = 0;
    for (JsonNode row : rows) {
      for (JsonNode value : row) {
        values[i++] = (float) value.asDouble();
      }
    }
  }

  private static void assertClose(float[] actual, JsonNode expected, double relative) {
    for (int i = 0; i < actual.length; i++) {
      double value = expected.get(i).asDouble();
      assertThat((double) actual[i]).isCloseTo(value, within(relative * Math.abs(value)));
    }
  }

  private static double mean(JsonNode values) {
    return values.valueStream().mapToDouble(JsonNode::asDouble).average().orElseThrow();
  }

  private static double[] doubles(JsonNode values) {
    return values.valueStream().mapToDouble(JsonNode::asDouble).toArray();
  }

  private static JsonNode read(String resource) {
    try (InputStream in = GoldenTest.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new AssertionError(resource, e);
    }
  }
}
