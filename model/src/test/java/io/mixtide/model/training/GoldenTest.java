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
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.network.Standardisation;
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
  private static final Architecture SIZES = new Architecture(2, 2, 4, 6, 5);
  private static final Standardisation PLAIN =
      new Standardisation(
          OutputTransform.IDENTITY,
          new double[2],
          new double[] {1, 1},
          new double[2],
          new double[] {1, 1});
  private static final JsonNode GOLDEN = read("/io/mixtide/model/golden-input-experts.json");

  private final Kernels kernels = new ScalarKernels();
  private final Network network = network();

  static Stream<JsonNode> cases() {
    return GOLDEN.get("cases").valueStream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldInferPosteriorAndScores(JsonNode golden) {
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
  void shouldPredictTargets(JsonNode golden) {
    Inference inference = new Inference(network, PLAIN, kernels);
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
  void shouldComputeLossAndGradients(JsonNode golden) {
    TrainingSettings settings = new TrainingSettings(1, 2, 6, 1e-3, 1, 1, 1, 7, 5, 1);
    GradientShard shard = new GradientShard(network, kernels, settings, 2, 12);
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
      double scale = 1e-6;
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

  private TaskState adapted(JsonNode golden, int task) {
    Inference inference = new Inference(network, PLAIN, kernels);
    TaskState state = inference.newState();
    for (int i = 0; i < golden.get("xc").get(task).size(); i++) {
      inference.observe(
          state,
          doubles(golden.get("xc").get(task).get(i)),
          doubles(golden.get("yc").get(task).get(i)));
    }
    return state;
  }

  private static TaskCut taskCut(JsonNode golden, int task) {
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

  private static Network network() {
    Network network = Network.zeros(SIZES);
    for (Parameter parameter : network.parameters()) {
      read(parameter, GOLDEN.get("weights").get(parameter.name()), parameter.values());
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
