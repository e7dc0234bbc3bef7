package io.mixtide.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.TestModels;
import io.mixtide.model.data.Task;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.ScalarKernels;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceTest {
  private static final int[] EXPERTS = {1, 2, 5, 16};

  @Property(tries = 100)
  void shouldGiveTheSameBitsOnBothKernels(
      @ForAll @IntRange(min = 1, max = 3) int dx,
      @ForAll @IntRange(min = 1, max = 3) int dy,
      @ForAll @IntRange(max = 3) int experts,
      @ForAll OutputTransform transform,
      @ForAll long seed) {
    Network network = TestModels.network(dx, dy, EXPERTS[experts], seed);
    Standardisation standardisation = TestModels.standardisation(transform, dx, dy);
    Inference vector = new Inference(network, standardisation, new VectorKernels());
    Inference scalar = new Inference(network, standardisation, new ScalarKernels());
    TaskState ofVector = vector.newState();
    TaskState ofScalar = scalar.newState();
    Task task = task(dx, dy, 12, seed);
    for (int i = 0; i < task.size(); i++) {
      double[] x = TestModels.x(task, i);
      double[] y = TestModels.y(task, i);
      Mixture expected = scalar.predict(ofScalar, x);
      Mixture actual = vector.predict(ofVector, x);
      assertThat(actual.weights()).isEqualTo(expected.weights());
      assertThat(actual.means()).isEqualTo(expected.means());
      assertThat(actual.sigmas()).isEqualTo(expected.sigmas());
      assertThat(vector.observe(ofVector, x, y)).isEqualTo(scalar.observe(ofScalar, x, y));
      assertThat(bytes(ofVector)).isEqualTo(bytes(ofScalar));
    }
  }

  @Property(tries = 60)
  void shouldReplayManyObservationsToTheSameBits(
      @ForAll @IntRange(min = 1, max = 3) int dx,
      @ForAll @IntRange(min = 1, max = 2) int dy,
      @ForAll @IntRange(max = 3) int experts,
      @ForAll @IntRange(max = 150) int size,
      @ForAll @IntRange(min = -1, max = 150) int refused,
      @ForAll boolean context,
      @ForAll long seed) {
    Network network =
        context
            ? TestModels.contextNetwork(dx, dy, EXPERTS[experts], 5, seed)
            : TestModels.network(dx, dy, EXPERTS[experts], seed);
    Standardisation standardisation = TestModels.standardisation(OutputTransform.IDENTITY, dx, dy);
    Task task = task(dx, dy, Math.max(1, size), seed);
    List<double[]> x = IntStream.range(0, size).mapToObj(task::xOf).toList();
    List<double[]> y = IntStream.range(0, size).mapToObj(task::yOf).toList();
    int first = refused >= 0 && refused < size ? refused : size;
    if (first < size) {
      y.get(first)[0] = Double.MAX_VALUE;
    }

    Inference inference = new Inference(network, standardisation, new VectorKernels());
    TaskState replayed = inference.newState();
    List<byte[]> after = new ArrayList<>();
    assertThat(inference.observeAll(replayed, x, y, state -> after.add(bytes(state))))
        .isEqualTo(first);

    TaskState observed = inference.newState();
    for (int i = 0; i < first; i++) {
      inference.observe(observed, x.get(i), y.get(i));
      assertThat(after.get(i)).isEqualTo(bytes(observed));
    }
    assertThat(after).hasSize(first);
    assertThat(bytes(replayed)).isEqualTo(bytes(observed));
    assertThat(inference.predict(replayed, task.xOf(0)).means())
        .isEqualTo(inference.predict(observed, task.xOf(0)).means());
  }

  @Property(tries = 60)
  void shouldGiveTheSameBitsWhereItWasExpected(
      @ForAll @IntRange(min = 1, max = 3) int dx,
      @ForAll @IntRange(max = 12) int queries,
      @ForAll boolean context,
      @ForAll long seed) {
    Network network =
        context
            ? TestModels.contextNetwork(dx, 1, 16, 5, seed)
            : TestModels.network(dx, 1, 24, seed);
    Inference plain = new Inference(network, TestModels.plain(dx, 1), new VectorKernels());
    Inference told = new Inference(network, TestModels.plain(dx, 1), new VectorKernels());
    TaskState expected = plain.newState();
    TaskState actual = told.newState();
    for (int round = 0; round < 3; round++) {
      Task task = task(dx, 1, 1 + queries, seed + round);
      double[] x = task.xOf(0);
      told.expect(x, IntStream.range(1, 1 + queries).mapToObj(task::xOf).toArray(double[][]::new));
      assertThat(told.observe(actual, x, task.yOf(0)))
          .isEqualTo(plain.observe(expected, x, task.yOf(0)));
      assertThat(bytes(actual)).isEqualTo(bytes(expected));
      for (int i = 1; i <= queries; i++) {
        Mixture mixture = told.predict(actual, task.xOf(i));
        assertThat(mixture.means()).isEqualTo(plain.predict(expected, task.xOf(i)).means());
        assertThat(mixture.sigmas()).isEqualTo(plain.predict(expected, task.xOf(i)).sigmas());
      }
    }
  }

  @Property(tries = 50)
  void shouldNotDependOnTheOrderOfArrival(
      @ForAll @IntRange(min = 1, max = 30) int size, @ForAll long seed) {
    Inference inference = inference(2, 2, seed);
    Task task = task(2, 2, size, seed);
    List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    TaskState inOrder = adapted(inference, task, order);
    Collections.shuffle(order, new Random(seed));
    TaskState shuffled = adapted(inference, task, order);
    for (int l = 0; l < inOrder.alpha().length; l++) {
      assertThat(shuffled.alpha()[l])
          .isCloseTo(inOrder.alpha()[l], within(1e-4f * (1 + inOrder.alpha()[l])));
    }
  }

  @Property(tries = 50)
  void shouldScoreBeforeAsItThenObserves(@ForAll OutputTransform transform, @ForAll long seed) {
    Standardisation standardisation = TestModels.standardisation(transform, 2, 2);
    Inference inference =
        new Inference(TestModels.network(2, 2, 5, seed), standardisation, new VectorKernels());
    TaskState state = inference.newState();
    Task task = task(2, 2, 10, seed);
    double sum = 0;
    for (int i = 0; i < task.size(); i++) {
      double[] x = TestModels.x(task, i);
      double[] y = TestModels.y(task, i);
      byte[] before = bytes(state);
      double score = inference.score(state, x, y);
      Mixture prediction = inference.predict(state, x);
      assertThat(bytes(state)).isEqualTo(before);
      assertThat(prediction.logDensity(y))
          .isCloseTo(
              score + standardisation.logDensityOffset(y, 0), within(1e-4 * (1 + Math.abs(score))));
      assertThat(inference.observe(state, x, y)).isEqualTo(score);
      sum += score;
      assertThat(state.count()).isEqualTo(i + 1);
      assertThat(state.novelty()).isCloseTo(sum / (i + 1), within(1e-9));
    }
  }

  @Property(tries = 50)
  void shouldContinueToTheBitFromAWrittenState(
      @ForAll @IntRange(max = 20) int cut, @ForAll long seed) {
    Inference inference = inference(1, 2, seed);
    Task task = task(1, 2, 20, seed);
    TaskState kept = inference.newState();
    TaskState resumed = inference.newState();
    for (int i = 0; i < task.size(); i++) {
      if (i == cut) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes(kept));
        resumed.read(buffer);
        assertThat(buffer.hasRemaining()).isFalse();
      }
      inference.observe(kept, TestModels.x(task, i), TestModels.y(task, i));
      if (i >= cut) {
        inference.observe(resumed, TestModels.x(task, i), TestModels.y(task, i));
        assertThat(bytes(resumed)).isEqualTo(bytes(kept));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IDENTITY, NaN, 0",
    "IDENTITY, 1e300, 0",
    "IDENTITY, -Infinity, 0",
    "IDENTITY, 0, NaN",
    "IDENTITY, 0, 1e300",
    "LOG1P, 0, NaN",
    "LOG1P, 0, Infinity",
    "LOG1P, 0, -1",
    "LOG1P, 0, -2"
  })
  void shouldLeaveTheStateAsItIsWhenItRefuses(OutputTransform transform, double x, double y) {
    Inference inference =
        new Inference(
            TestModels.network(1, 1, 4, 1),
            TestModels.standardisation(transform, 1, 1),
            new VectorKernels());
    TaskState state = inference.newState();
    inference.observe(state, new double[] {0.5}, new double[] {2});
    byte[] before = bytes(state);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inference.observe(state, new double[] {x}, new double[] {y}))
        .withMessageMatching("[xy]\\[0] = .* is not a number that this release can take");
    assertThat(bytes(state)).isEqualTo(before);
  }

  @Test
  void shouldRefuseAnotherShape() {
    Inference inference = inference(2, 1, 1);
    TaskState state = inference.newState();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inference.observe(state, new double[3], new double[1]))
        .withMessage("x has 3 values where this release takes 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inference.score(state, new double[2], new double[0]))
        .withMessage("y has 0 values where this release takes 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inference.predict(state, new double[1]))
        .withMessage("x has 1 values where this release takes 2");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-9.9e5, 9.9e5})
  void shouldTakeTheLargestValuesInRange(double extreme) {
    Inference inference =
        new Inference(TestModels.network(1, 1, 4, 1), TestModels.plain(1, 1), Kernels.of("vector"));
    TaskState state = inference.newState();
    for (int i = 0; i < 3; i++) {
      inference.observe(state, new double[] {extreme}, new double[] {-extreme});
    }
    for (float a : state.alpha()) {
      assertThat(a).isFinite().isPositive();
    }
    assertThat(inference.predict(state, new double[] {0}).logDensity(0)).isFinite();
  }

  @Test
  void shouldResetToAnEmptyTask() {
    Inference inference = inference(1, 1, 1);
    TaskState state = inference.newState();
    byte[] empty = bytes(state);
    inference.observe(state, new double[] {1}, new double[] {1});
    assertThat(bytes(state)).isNotEqualTo(empty).hasSameSizeAs(empty);
    inference.reset(state);
    assertThat(bytes(state)).isEqualTo(empty);
    assertThat(state.novelty()).isZero();
  }

  @Test
  void shouldGiveTheDensityOfEachExpert() {
    Inference inference = inference(2, 2, 3);
    Task task = task(2, 2, 3, 3);
    TaskState state = inference.newState();
    float[] weights = Inference.weights(state);
    float[] logDensities = new float[6];
    inference.expertLogDensities(state, task.x(), task.y(), 2, logDensities, 1);
    double mixed = 0;
    for (int l = 0; l < 5; l++) {
      mixed += weights[l] * Math.exp(logDensities[1 + l]);
    }
    assertThat(Math.log(mixed))
        .isCloseTo(
            inference.score(state, TestModels.x(task, 2), TestModels.y(task, 2)), within(1e-4));
  }

  private static Inference inference(int dx, int dy, long seed) {
    return new Inference(
        TestModels.network(dx, dy, 5, seed), TestModels.plain(dx, dy), new VectorKernels());
  }

  private static Task task(int dx, int dy, int size, long seed) {
    return TestModels.tasks(dx, dy, -0.9, 3, seed, size).tasks().getFirst();
  }

  private static TaskState adapted(Inference inference, Task task, List<Integer> order) {
    TaskState state = inference.newState();
    for (int i : order) {
      inference.observe(state, TestModels.x(task, i), TestModels.y(task, i));
    }
    return state;
  }

  private static byte[] bytes(TaskState state) {
    ByteBuffer buffer = ByteBuffer.allocate(state.bytes());
    state.write(buffer);
    assertThat(buffer.hasRemaining()).isFalse();
    return buffer.array();
  }
}
