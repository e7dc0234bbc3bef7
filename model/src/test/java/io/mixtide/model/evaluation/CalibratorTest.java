package io.mixtide.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.TestModels;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalibratorTest {
  private static final int TASKS = 400;
  private static final int TARGETS = 10;
  private static final List<Integer> SIZES = List.of(1, 3);

  static Stream<Network> networks() {
    return Stream.of(TestModels.network(1, 2, 4, 5), TestModels.contextNetwork(1, 2, 4, 8, 5));
  }

  /** Tasks whose targets, after a context of 3, are drawn from the model's own predictions. */
  private static TaskSet ownTasks(Network network, Standardisation scale, double stretch) {
    Inference inference = new Inference(network, scale, new VectorKernels());
    UniformRandomProvider random = RandomStream.of(7);
    List<Task> tasks = new ArrayList<>();
    for (int k = 0; k < TASKS; k++) {
      TaskState state = inference.newState();
      double[] x = random.doubles(3 + TARGETS, -1, 1).toArray();
      double[] y = new double[2 * x.length];
      for (int i = 0; i < x.length; i++) {
        var mixture = inference.predict(state, new double[] {x[i]});
        double[] drawn = mixture.sample(1, random);
        double[] mean = mixture.mean();
        for (int j = 0; j < 2; j++) {
          y[2 * i + j] = i < 3 ? drawn[j] : mean[j] + stretch * (drawn[j] - mean[j]);
        }
        if (i < 3) {
          inference.observe(state, new double[] {x[i]}, new double[] {y[2 * i], y[2 * i + 1]});
        }
      }
      tasks.add(new Task("t" + k, null, 1, 2, x, y, 3, 0));
    }
    return new TaskSet(1, 2, tasks);
  }

  private static Calibration calibration(Network network, Standardisation scale, double stretch) {
    return new Calibrator(network, scale, new VectorKernels())
        .calibrate(ownTasks(network, scale, stretch), List.of())
        .getFirst();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void shouldFindAModelCalibratedOnItsOwnDraws(Network network) {
    for (OutputTransform transform : OutputTransform.values()) {
      Standardisation scale = TestModels.standardisation(transform, 1, 2);
      Calibration calibration = calibration(network, scale, 1);
      // 8000 values, those of a task not independent: a few standard deviations.
      assertThat(calibration.contextSize()).isEqualTo(3);
      assertThat(calibration.values()).isEqualTo(2L * TASKS * TARGETS);
      assertThat(calibration.coverage50()).isCloseTo(0.5, within(0.025));
      assertThat(calibration.coverage80()).isCloseTo(0.8, within(0.02));
      assertThat(calibration.coverage95()).isCloseTo(0.95, within(0.012));
      for (double share : calibration.pit()) {
        assertThat(share).isCloseTo(0.1, within(0.015));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void shouldFindAModelTooSureOfWhatSpreadsMore(Network network) {
    Standardisation plain = TestModels.plain(1, 2);
    Calibration own = calibration(network, plain, 1);
    Calibration wider = calibration(network, plain, 2);
    assertThat(wider.coverage80()).isLessThan(0.6);
    assertThat(wider.pit()[0]).isGreaterThan(0.15);
    assertThat(wider.crps()).isGreaterThan(own.crps() * 1.5);
    assertThat(wider.squaredError()).isCloseTo(4 * own.squaredError(), within(0.1));
  }

  @Test
  void shouldCutTasksAsTheEvaluatorDoes() {
    Network network = TestModels.network(1, 1, 3, 1);
    TaskSet tasks = TestModels.tasks(1, 1, -1, 1, 3, 2, 4, 3);
    Standardisation plain = TestModels.plain(1, 1);
    List<Calibration> found =
        new Calibrator(network, plain, new VectorKernels()).calibrate(tasks, SIZES);
    assertThat(found).extracting(Calibration::contextSize).containsExactly(1, 3);
    assertThat(found).extracting(Calibration::values).containsExactly(6L, 1L);
    assertThat(Calibration.mean(found).crps())
        .isCloseTo((found.get(0).crps() + found.get(1).crps()) / 2, within(1e-12));
  }
}
