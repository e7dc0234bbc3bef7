package io.mixtide.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mixtide.model.TestModels;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.ScalarKernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.ContextNetwork;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.network.Weighting;
import io.mixtide.model.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine is held to: the scalar one, and itself. */
public abstract class EngineLaw {
  private static final int TASKS = 40;

  /** Opens the engine for a network. */
  protected abstract InferenceEngine open(Network network, Standardisation standardisation);

  /** Whether it gives the scalar engine's bits. */
  protected abstract boolean isExact();

  /** Whether it takes networks with context experts itself. */
  protected abstract boolean servesContextExperts();

  @ParameterizedTest
  @CsvSource({
    // dx, dy, experts, width, embedding, weighting, transform
    "1, 1, 24, 128, 64, DIRICHLET_WITH_EVIDENCE, IDENTITY",
    "1, 1, 1, 1, 1, DIRICHLET_WITH_EVIDENCE, IDENTITY",
    "2, 3, 5, 20, 10, DIRICHLET_WITH_EVIDENCE, LOG1P",
    "17, 2, 40, 30, 70, DIRICHLET_WITH_EVIDENCE, IDENTITY",
    "2, 1, 3, 130, 65, DIRICHLET, LOG1P",
    "1, 2, 4, 16, 200, GATE, IDENTITY",
    "3, 1, 2, 48, 9, UNIFORM, IDENTITY"
  })
  void shouldGiveWhatTheScalarEngineGives(
      int dx,
      int dy,
      int experts,
      int width,
      int embedding,
      Weighting weighting,
      OutputTransform transform) {
    Architecture sizes =
        new Architecture(dx, dy, experts, width, embedding, weighting, Attention.NONE);
    shouldGiveWhatTheScalarEngineGives(sizes, transform, 0);
  }

  @ParameterizedTest
  @CsvSource({
    // dx, dy, experts, width, embedding, weighting, heads, blocks, window, largest context
    "1, 1, 16, 128, 64, DIRICHLET, 4, 3, 128, 20",
    "2, 3, 5, 20, 12, GATE, 3, 2, 4, 9",
    "1, 2, 3, 16, 65, UNIFORM, 5, 1, 3, 4",
    "3, 1, 2, 48, 9, DIRICHLET, 1, 0, 5, 7"
  })
  void shouldGiveWhatTheScalarEngineGivesWithContextExperts(
      int dx,
      int dy,
      int experts,
      int width,
      int embedding,
      Weighting weighting,
      int heads,
      int blocks,
      int window,
      int largest) {
    assumeTrue(servesContextExperts());
    Attention attention = new Attention(heads, blocks, window);
    shouldGiveWhatTheScalarEngineGives(
        new Architecture(dx, dy, experts, width, embedding, weighting, attention),
        OutputTransform.IDENTITY,
        largest);
  }

  /** From contexts of every size up to the largest, many tasks of each. */
  private void shouldGiveWhatTheScalarEngineGives(
      Architecture sizes, OutputTransform transform, int largest) {
    int dx = sizes.dx();
    int dy = sizes.dy();
    Network network = Network.random(sizes, RandomStream.of(1));
    Standardisation standardisation = TestModels.standardisation(transform, dx, dy);
    Inference scalar = new Inference(network, standardisation, new ScalarKernels());
    Batches batches = new Batches(dx, dy, 2);
    List<TaskState> expected = states(scalar, TASKS);
    for (int i = 0; i < largest; i++) {
      List<TaskState> further = expected.subList(0, TASKS - TASKS * i / largest);
      oneByOne(scalar, batches.draw(further.size(), further.size(), 0), further, dx, dy);
    }
    List<TaskState> actual = states(scalar, TASKS);
    IntStream.range(0, TASKS).forEach(i -> actual.get(i).set(expected.get(i)));
    try (InferenceEngine opened = open(network, standardisation)) {
      // Tiles of 32 that are full, or not, or without a task; and few of each.
      for (int[] sizesOfBatch : new int[][] {{33, 0}, {8, 25}, {0, 33}, {6, 7}}) {
        Batches.Draw draw = batches.draw(TASKS, sizesOfBatch[0], sizesOfBatch[1]);
        Inferred wanted = oneByOne(scalar, draw, expected, dx, dy);
        compare(infer(opened, scalar, draw, actual), wanted, actual, expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGiveItselfTheSameBits(boolean context) {
    assumeTrue(!context || servesContextExperts());
    Network network =
        context ? TestModels.contextNetwork(2, 2, 6, 4, 1) : TestModels.network(2, 2, 6, 1);
    Standardisation standardisation = TestModels.standardisation(OutputTransform.IDENTITY, 2, 2);
    Inference scalar = new Inference(network, standardisation, new ScalarKernels());
    List<TaskState> together = states(scalar, 40);
    List<TaskState> apart = states(scalar, 40);
    Batches.Draw draw = new Batches(2, 2, 3).draw(40, 40, 0);
    try (InferenceEngine opened = open(network, standardisation);
        InferenceEngine other = open(network, standardisation)) {
      double[] scores = infer(opened, scalar, draw, together).scores();
      for (int i = 39; i >= 0; i--) {
        InferenceBatch one =
            new InferenceBatch(
                List.of(apart.get(draw.tasks().get(i))),
                Arrays.copyOfRange(draw.x(), 2 * i, 2 * i + 2),
                Arrays.copyOfRange(draw.y(), 2 * i, 2 * i + 2),
                List.of(),
                new double[0],
                List.of());
        assertThat(other.infer(one)).containsExactly(scores[i]);
      }
    }
    assertThat(Batches.bytes(together)).isDeepEqualTo(Batches.bytes(apart));
  }

  @Test
  void shouldRefuseSomeArrivalsAndTakeTheOthers() {
    InputNetwork network = TestModels.network(1, 1, 4, 1);
    // Beyond 1 the first layer leaves single precision.
    network.trunk().layers().getFirst().weight()[0] = Float.MAX_VALUE;
    network.trunk().layers().getFirst().bias()[0] = 0;
    Standardisation standardisation = TestModels.plain(1, 1);
    Inference scalar = new Inference(network, standardisation, new ScalarKernels());
    List<TaskState> expected = states(scalar, 5);
    List<TaskState> actual = states(scalar, 5);
    byte[][] before = Batches.bytes(actual);
    Batches.Draw draw =
        new Batches.Draw(
            List.of(3, 0, 4, 1, 2),
            new double[] {0.5, Double.NaN, 1e5, 1e7, -2},
            new double[] {1, 1, 1, 1, Double.POSITIVE_INFINITY},
            List.of(),
            new double[0]);
    try (InferenceEngine opened = open(network, standardisation)) {
      Inferred inferred = infer(opened, scalar, draw, actual);
      compare(inferred, oneByOne(scalar, draw, expected, 1, 1), actual, expected);
      assertThat(inferred.scores()[0]).isFinite();
      assertThat(Arrays.copyOfRange(inferred.scores(), 1, 5)).containsOnly(Double.NaN);
    }
    byte[][] after = Batches.bytes(actual);
    assertThat(after[3]).isNotEqualTo(before[3]);
    for (int refused : new int[] {0, 1, 2, 4}) {
      assertThat(after[refused]).isEqualTo(before[refused]);
    }
  }

  /** A query of a task whose arrival is refused in the same batch sees its context as it was. */
  @Test
  void shouldAnswerFromContextsWithoutTheArrivalsThatAreRefused() {
    assumeTrue(servesContextExperts());
    ContextNetwork network = (ContextNetwork) TestModels.contextNetwork(1, 1, 4, 3, 1);
    // Beyond 1 the decoder leaves single precision.
    network.decoder().layers().getFirst().weight()[0] = Float.MAX_VALUE;
    network.decoder().layers().getFirst().bias()[0] = 0;
    Standardisation standardisation = TestModels.plain(1, 1);
    Inference scalar = new Inference(network, standardisation, new ScalarKernels());
    List<TaskState> expected = states(scalar, 4);
    List<TaskState> actual = states(scalar, 4);
    List<Integer> all = List.of(0, 1, 2, 3);
    Batches.Draw before =
        new Batches.Draw(all, d(0.1, 0.2, 0.3, 0.4), d(1, 2, 3, 4), all, d(0, 0, 0, 0));
    Batches.Draw draw =
        new Batches.Draw(
            List.of(2, 0, 1),
            d(1e5, 0.5, Double.NaN),
            d(1, 2, 3),
            List.of(3, 2, 1, 0, 3),
            d(0.5, 0.5, 0.5, 0.5, 0.25));
    try (InferenceEngine opened = open(network, standardisation)) {
      for (Batches.Draw next : List.of(before, draw, draw, draw, draw)) {
        Inferred inferred = infer(opened, scalar, next, actual);
        compare(inferred, oneByOne(scalar, next, expected, 1, 1), actual, expected);
      }
    }
    assertThat(actual).extracting(TaskState::count).containsExactly(5, 1, 1, 1);
  }

  @Test
  void shouldTakeAnArrivalThatOneWideExpertAloneExplains() {
    InputNetwork network = TestModels.network(1, 1, 4, 1);
    network.trunk().last().bias()[4] = 100;
    Standardisation standardisation = TestModels.plain(1, 1);
    Inference scalar = new Inference(network, standardisation, new ScalarKernels());
    List<TaskState> expected = states(scalar, 2);
    List<TaskState> actual = states(scalar, 2);
    Batches.Draw draw =
        new Batches.Draw(List.of(0, 1), d(0.5, 0.5), d(0, 1500), List.of(1, 0), d(0.5, 0.25));
    try (InferenceEngine opened = open(network, standardisation)) {
      compare(
          infer(opened, scalar, draw, actual),
          oneByOne(scalar, draw, expected, 1, 1),
          actual,
          expected);
    }
    assertThat(actual).extracting(TaskState::count).containsExactly(1, 1);
  }

  @Test
  void shouldRefuseABatchOfAnotherShapeAndLeaveTheStates() {
    InputNetwork network = TestModels.network(2, 1, 4, 1);
    Standardisation standardisation = TestModels.plain(2, 1);
    Inference scalar = new Inference(network, standardisation, new ScalarKernels());
    List<TaskState> states = states(scalar, 2);
    byte[][] before = Batches.bytes(states);
    try (InferenceEngine opened = open(network, standardisation)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              opened.infer(new InferenceBatch(states, d(1, 2), d(1, 2), List.of(), d(), List.of())))
          .withMessage("x has 2 values where 2 rows of 2 are wanted");
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              opened.infer(
                  new InferenceBatch(
                      states,
                      d(1, 2, 3, 4),
                      d(1, 2),
                      states,
                      d(1, 2, 3, Double.NaN),
                      mixtures(scalar, 2))))
          .withMessage("x[1] = NaN is not a number that this release can take");
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              opened.infer(
                  new InferenceBatch(
                      states, d(1, 2, 3, 4), d(1, 2), states, d(1, 2, 3, 4), List.of())))
          .withMessage("0 mixtures cannot receive 2 answers");
      assertThat(opened.infer(new InferenceBatch(List.of(), d(), d(), List.of(), d(), List.of())))
          .isEmpty();
    }
    assertThat(Batches.bytes(states)).isDeepEqualTo(before);
  }

  private static double[] d(double... values) {
    return values;
  }

  private static List<TaskState> states(Inference inference, int number) {
    return Stream.generate(inference::newState).limit(number).toList();
  }

  /** What a batch came to, besides the new states. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Inferred(double[] scores, List<Mixture> mixtures) {}

  private static List<Mixture> mixtures(Inference inference, int number) {
    return Stream.generate(inference::newMixture).limit(number).toList();
  }

  private static Inferred infer(
      InferenceEngine engine, Inference sizes, Batches.Draw draw, List<TaskState> states) {
    List<Mixture> mixtures = mixtures(sizes, draw.asked().size());
    return new Inferred(engine.infer(draw.of(states, mixtures)), mixtures);
  }

  private static Inferred oneByOne(
      Inference inference, Batches.Draw draw, List<TaskState> states, int dx, int dy) {
    double[] scores = new double[draw.tasks().size()];
    for (int i = 0; i < scores.length; i++) {
      double[] x = Arrays.copyOfRange(draw.x(), i * dx, (i + 1) * dx);
      double[] y = Arrays.copyOfRange(draw.y(), i * dy, (i + 1) * dy);
      try {
        scores[i] = inference.observe(states.get(draw.tasks().get(i)), x, y);
      } catch (IllegalArgumentException e) {
        scores[i] = Double.NaN;
      }
    }
    List<Mixture> mixtures = new ArrayList<>();
    for (int i = 0; i < draw.asked().size(); i++) {
      double[] x = Arrays.copyOfRange(draw.query(), i * dx, (i + 1) * dx);
      mixtures.add(inference.predict(states.get(draw.asked().get(i)), x));
    }
    return new Inferred(scores, mixtures);
  }

  private void compare(
      Inferred actual, Inferred expected, List<TaskState> after, List<TaskState> wanted) {
    if (isExact()) {
      assertThat(actual.scores()).isEqualTo(expected.scores());
      assertThat(values(actual)).isDeepEqualTo(values(expected));
      assertThat(Batches.bytes(after)).isDeepEqualTo(Batches.bytes(wanted));
    }
    assertThat(actual.scores()).hasSameSizeAs(expected.scores());
    for (int i = 0; i < expected.scores().length; i++) {
      assertThat(actual.scores()[i]).isCloseTo(expected.scores()[i], within(1e-4));
    }
    for (int i = 0; i < wanted.size(); i++) {
      float[] alpha = wanted.get(i).alpha();
      for (int l = 0; l < alpha.length; l++) {
        assertThat(after.get(i).alpha()[l]).isCloseTo(alpha[l], within(1e-4f * alpha[l]));
      }
    }
    assertThat(actual.mixtures()).hasSameSizeAs(expected.mixtures());
    for (int i = 0; i < expected.mixtures().size(); i++) {
      Mixture mixture = expected.mixtures().get(i);
      double[] y = mixture.mean();
      assertThat(actual.mixtures().get(i).logDensity(y))
          .isCloseTo(mixture.logDensity(y), within(1e-4));
    }
  }

  /** Everything in the mixtures, exactly. */
  private static double[][] values(Inferred inferred) {
    return inferred.mixtures().stream()
        .flatMap(mixture -> Stream.of(weights(mixture), mixture.means(), mixture.sigmas()))
        .toArray(double[][]::new);
  }

  private static double[] weights(Mixture mixture) {
    double[] weights = new double[mixture.weights().length];
    for (int l = 0; l < weights.length; l++) {
      weights[l] = mixture.weights()[l];
    }
    return weights;
  }
}
