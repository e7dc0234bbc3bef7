package io.mixtide.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.TestModels;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.network.Weighting;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluatorTest {
  private static final Kernels KERNELS = new VectorKernels();

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheMeanLogDensityOfPredictions(OutputTransform transform) {
    Network network = TestModels.network(2, 2, 5, 1);
    Standardisation standardisation = TestModels.standardisation(transform, 2, 2);
    TaskSet tasks = TestModels.tasks(2, 2, -0.5, 3, 2, 6, 4, 9);
    List<ContextScore> scores =
        new Evaluator(network, standardisation, KERNELS, 1).evaluate(tasks, List.of(3, 0));
    assertThat(scores).extracting(ContextScore::contextSize).containsExactly(0, 3);
    for (ContextScore score : scores) {
      double marginal = 0;
      double userUnits = 0;
      for (Task task : tasks.tasks()) {
        Inference inference = new Inference(network, standardisation, KERNELS);
        TaskState state = inference.newState();
        for (int i = 0; i < score.contextSize(); i++) {
          inference.observe(state, TestModels.x(task, i), TestModels.y(task, i));
        }
        int targets = task.size() - score.contextSize();
        for (int i = score.contextSize(); i < task.size(); i++) {
          double[] x = TestModels.x(task, i);
          double[] y = TestModels.y(task, i);
          marginal += inference.score(state, x, y) / targets / 3;
          userUnits += inference.predict(state, x).logDensity(y) / targets / 3;
        }
      }
      assertThat(score.tasks()).isEqualTo(3);
      assertThat(score.marginal()).isCloseTo(marginal, within(1e-5 * (1 + Math.abs(marginal))));
      assertThat(score.marginalUserUnits())
          .isCloseTo(userUnits, within(1e-4 * (1 + Math.abs(userUnits))));
      assertThat(score.jointUserUnits() - score.joint())
          .isCloseTo(score.marginalUserUnits() - score.marginal(), within(1e-9));
    }
  }

  @Test
  void shouldGiveTheJointOfTwoTargetsByTheMomentsOfTheDirichlet() {
    // Two constant experts, N(−1, s²) and N(1, s²), and a concentration that no context changes.
    InputNetwork network =
        (InputNetwork)
            Network.zeros(
                new Architecture(1, 1, 2, 3, 3, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE));
    float[] trunk = network.trunk().last().bias();
    trunk[0] = -1;
    trunk[1] = 1;
    float[] head = network.head().last().bias();
    head[0] = 0.3f;
    head[1] = 1.5f;
    head[2] = -100;
    double a = Math.log1p(Math.exp(0.3)) + 0.05;
    double b = Math.log1p(Math.exp(1.5)) + 0.05;
    double total = a + b;
    double sigma = 0.01 + Math.log(2);
    double[] y = {-1.2, 0.9};
    double[][] p = new double[2][2];
    for (int i = 0; i < 2; i++) {
      for (int l = 0; l < 2; l++) {
        double d = (y[i] - (2 * l - 1)) / sigma;
        p[i][l] = Math.exp(-0.5 * d * d) / (sigma * Math.sqrt(2 * Math.PI));
      }
    }
    double joint =
        (a * (a + 1) * p[0][0] * p[1][0]
                + a * b * (p[0][0] * p[1][1] + p[0][1] * p[1][0])
                + b * (b + 1) * p[0][1] * p[1][1])
            / (total * (total + 1));
    double marginal =
        (Math.log((a * p[0][0] + b * p[0][1]) / total)
                + Math.log((a * p[1][0] + b * p[1][1]) / total))
            / 2;

    Task task = new Task("t", null, 1, 1, new double[2], y, Task.NO_CONTEXT_SIZE, 0);
    TaskSet same = new TaskSet(1, 1, Collections.nCopies(200, task));
    ContextScore score =
        new Evaluator(network, TestModels.plain(1, 1), KERNELS, 1)
            .evaluate(same, List.of(0))
            .getFirst();
    assertThat(score.marginal()).isCloseTo(marginal, within(1e-5));
    assertThat(score.joint()).isCloseTo(Math.log(joint) / 2, within(0.01));
  }

  @Test
  void shouldGiveEqualJointAndMarginalWhereOneExpertIsAll() {
    Network network = TestModels.network(1, 1, 1, 1);
    for (ContextScore score :
        new Evaluator(network, TestModels.plain(1, 1), KERNELS, 1)
            .evaluate(TestModels.tasks(1, 1, -1, 1, 1, 8, 8), List.of(0, 2, 7))) {
      assertThat(score.joint()).isCloseTo(score.marginal(), within(1e-5));
    }
  }

  @Test
  void shouldLeaveOutTasksWithoutATarget() {
    Evaluator evaluator =
        new Evaluator(TestModels.network(1, 1, 2, 1), TestModels.plain(1, 1), KERNELS, 1);
    List<ContextScore> scores =
        evaluator.evaluate(TestModels.tasks(1, 1, -1, 1, 1, 3, 5, 0), List.of(1, 2, 3, 4, 5, 4));
    assertThat(scores).extracting(ContextScore::contextSize).containsExactly(1, 2, 3, 4);
    assertThat(scores).extracting(ContextScore::tasks).containsExactly(2, 2, 1, 1);
  }

  @Test
  void shouldCutTasksThatKnowTheirContextThereAlone() {
    Task plain = TestModels.tasks(1, 1, -1, 1, 1, 6).tasks().getFirst();
    TaskSet tasks = new TaskSet(1, 1, List.of(known(plain, 2), known(plain, 4), known(plain, 6)));
    Evaluator evaluator =
        new Evaluator(TestModels.network(1, 1, 2, 1), TestModels.plain(1, 1), KERNELS, 1);
    assertThat(evaluator.evaluate(tasks, List.of()))
        .extracting(ContextScore::contextSize)
        .containsExactly(2, 4);
    assertThat(evaluator.evaluate(tasks, List.of(1, 4)))
        .extracting(ContextScore::contextSize)
        .containsExactly(4);
  }

  @Test
  void shouldRepeatItself() {
    TaskSet tasks = TestModels.tasks(1, 1, -1, 1, 1, 8, 8, 8);
    Network network = TestModels.network(1, 1, 3, 1);
    Standardisation plain = TestModels.plain(1, 1);
    assertThat(new Evaluator(network, plain, KERNELS, 1).evaluate(tasks, List.of(2)))
        .isEqualTo(new Evaluator(network, plain, KERNELS, 1).evaluate(tasks, List.of(2)))
        .isNotEqualTo(new Evaluator(network, plain, KERNELS, 2).evaluate(tasks, List.of(2)));
  }

  private static Task known(Task task, int contextSize) {
    return new Task("t", null, 1, 1, task.x(), task.y(), contextSize, 0);
  }
}
