package io.mixtide.model.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.TestModels;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.Mixture;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.LabelAdvice;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.network.Weighting;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.TrainingProgress;
import io.mixtide.model.training.TrainingSettings;
import io.mixtide.model.training.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Data at the edge of what is accepted: everything stays a finite number. */
class RobustnessTest {
  private static final Kernels KERNELS = new VectorKernels();
  private static final List<Architecture> KINDS =
      List.of(
          new Architecture(1, 1, 4, 16, 8, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE),
          new Architecture(1, 1, 4, 16, 8, Weighting.DIRICHLET, new Attention(2, 2, 16)));
  private static final int STEPS = 8;
  private static final double[] FAR = {-1, -1e-3, 0, 1e-3, 1};

  /** Tasks by what is odd about them. */
  enum Data {
    TASKS_OF_ONE_POINT(tasks(v -> v, v -> v, 1, 1, 1, 1, 1)),
    ALL_POINTS_EQUAL(tasks(v -> 0.1, v -> 0.7, 5, 12, 1, 9)),
    CONSTANT_X(tasks(v -> 1e9 / 3, v -> v, 5, 12, 1, 9)),
    CONSTANT_Y(tasks(v -> v, v -> 0.1, 5, 12, 1, 9)),
    HUGE_VALUES(tasks(v -> 1e150 * v, v -> 1e150 * v, 5, 12, 1, 9)),
    TINY_VALUES(tasks(v -> 1e-150 * v, v -> 1e-150 * v, 5, 12, 1, 9)),
    NEARLY_CONSTANT(tasks(v -> 1e9 + 1e-6 * v, v -> 1e9 + 1e-6 * v, 5, 12, 1, 9)),
    ONE_OUTLIER(tasks(v -> v > 1.999 ? 1e9 : v, v -> v > 1.999 ? 1e9 : v, 2000, 5, 700)),
    A_LONG_TASK(tasks(v -> v, v -> v, 10_000, 1, 7));

    final TaskSet tasks;

    Data(TaskSet tasks) {
      this.tasks = tasks;
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of(Data.values())
        .flatMap(data ->
            KINDS.stream()
                .flatMap(kind ->
                    Stream.of(OutputTransform.values())
                        .map(transform -> Arguments.of(data, kind, transform))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldTrainAndPredictWithFiniteNumbers(
      Data data, Architecture kind, OutputTransform transform) {
    Release release = train(data.tasks, data.tasks, kind, transform, Variant.DEFAULT);
    Inference inference = new Inference(release.network(), release.standardisation(), KERNELS);
    TaskState state = inference.newState();
    for (Task task : data.tasks.tasks()) {
      inference.reset(state);
      for (int i = 0; i < Math.min(task.size(), 10); i++) {
        assertThat(inference.observe(state, TestModels.x(task, i), TestModels.y(task, i)))
            .isFinite();
        requireFinite(inference, state, TestModels.x(task, i), TestModels.y(task, i));
      }
    }
    // Far from all that was trained on, x first, then y too.
    for (double x : FAR) {
      double[] y = user(release.standardisation(), false, 0);
      requireFinite(inference, state, user(release.standardisation(), true, x), y);
    }
    for (double far : FAR) {
      double[] x = user(release.standardisation(), true, far);
      double[] y = user(release.standardisation(), false, far);
      if (release.standardisation().acceptsY(y)) {
        assertThat(inference.observe(state, x, y)).isFinite();
        requireFinite(inference, state, x, y);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void shouldTrainEveryVariantOnALongTaskAndALonePoint(Variant variant, Architecture kind) {
    TaskSet heldOut = Data.TASKS_OF_ONE_POINT.tasks;
    train(Data.A_LONG_TASK.tasks, heldOut, variant.of(kind), OutputTransform.IDENTITY, variant);
  }

  static Stream<Arguments> variants() {
    return Stream.of(Variant.values())
        .flatMap(variant -> KINDS.stream().map(kind -> Arguments.of(variant, kind)));
  }

  private static Release train(
      TaskSet tasks,
      TaskSet heldOut,
      Architecture kind,
      OutputTransform transform,
      Variant variant) {
    TrainingSettings settings = variant.of(TrainingSettings.standard(STEPS, 3).withMaxContext(16));
    List<TrainingProgress> progress = new ArrayList<>();
    Provenance provenance =
        new Provenance(
            "0", List.of(), "00", List.of("t"), List.of("x"), List.of("y"), 0.2, 1, 1, settings);
    byte[] file =
        ReleaseTraining.train(
            kind, transform, tasks, heldOut, provenance, KERNELS, Checkpoints.NONE, progress::add);
    assertThat(progress)
        .hasSize(STEPS)
        .allSatisfy(step ->
            assertThat(new double[] {step.loss(), step.ess(), step.marginal(), step.joint()})
                .satisfies(RobustnessTest::allFinite));
    Release release = ReleaseFile.read(file);
    assertThat(release.heldOut().prequential()).isFinite();
    for (ContextScore score : release.scores()) {
      assertThat(new double[] {score.marginal(), score.joint()})
          .satisfies(RobustnessTest::allFinite);
    }
    return release;
  }

  private static void requireFinite(Inference inference, TaskState state, double[] x, double[] y) {
    assertThat(inference.score(state, x, y)).isFinite();
    for (float alpha : state.alpha()) {
      assertThat(alpha).isFinite().isPositive();
    }
    assertThat(state.novelty()).isFinite();
    AmbiguityScores scores = AmbiguityScores.of(state.alpha());
    assertThat(scores.dirichletEntropy()).isFinite();
    assertThat(scores.mutualInformation()).isFinite();
    Mixture mixture = inference.predict(state, x);
    allFinite(mixture.means());
    allFinite(mixture.sigmas());
    assertThat(Arrays.stream(mixture.sigmas()).min().orElseThrow()).isPositive();
    assertThat(mixture.logDensity(y)).isFinite();
    allFinite(mixture.mean());
    allFinite(mixture.variance());
    for (double level : new double[] {0.01, 0.5, 0.99}) {
      assertThat(mixture.quantile(0, level)).isFinite();
    }
    assertThat(mixture.cdf(0, y[0])).isBetween(0.0, 1.0);
    for (LabelAdvice advice : LabelAdvice.best(inference, state, List.of(x), 1, 1)) {
      assertThat(advice.information()).isFinite();
    }
  }

  private static void allFinite(double[] values) {
    for (double value : values) {
      assertThat(value).isFinite();
    }
  }

  /** What lies at a share of the farthest standardised value. */
  private static double[] user(Standardisation s, boolean x, double share) {
    double v = share * 0.999 * Standardisation.LIMIT;
    return new double[] {
      x ? s.xMean()[0] + v * s.xScale()[0] : s.transform().inverse(s.yMean()[0] + v * s.yScale()[0])
    };
  }

  private static TaskSet tasks(DoubleUnaryOperator x, DoubleUnaryOperator y, int... sizes) {
    TaskSet plain = TestModels.tasks(1, 1, 0, 2, 4, sizes);
    return new TaskSet(
        1,
        1,
        plain.tasks().stream()
            .map(task ->
                new Task(
                    task.name(),
                    null,
                    1,
                    1,
                    Arrays.stream(task.x()).map(x).toArray(),
                    Arrays.stream(task.y()).map(y).toArray(),
                    Task.NO_CONTEXT_SIZE,
                    task.firstRow()))
            .toList());
  }
}
