package io.mixtide.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.TestModels;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final Network NETWORK = TestModels.network(1, 1, 4, 1);
  private static final Standardisation PLAIN = TestModels.plain(1, 1);
  private static final Kernels KERNELS = new VectorKernels();

  @Test
  void shouldBeExactOnThreeTasks() {
    TaskSet tasks = TestModels.tasks(1, 1, -1, 1, 1, 3, 5, 4);
    HeldOut heldOut = HeldOut.measure(NETWORK, PLAIN, KERNELS, tasks);
    Inference inference = new Inference(NETWORK, PLAIN, KERNELS);
    double sum = 0;
    double[] entropies = new double[3];
    double[] novelties = new double[3];
    for (int k = 0; k < 3; k++) {
      Task task = tasks.tasks().get(k);
      TaskState state = inference.newState();
      for (int i = 0; i < task.size(); i++) {
        sum += inference.observe(state, TestModels.x(task, i), TestModels.y(task, i));
        if (i == 1) {
          entropies[k] = AmbiguityScores.of(state.alpha()).totalEntropy();
          novelties[k] = state.novelty();
        }
      }
    }
    Arrays.sort(entropies);
    Arrays.sort(novelties);
    assertThat(heldOut.tasks()).isEqualTo(3);
    assertThat(heldOut.observations()).isEqualTo(12);
    assertThat(heldOut.prequential()).isCloseTo(sum / 12, within(1e-9));
    Percentiles percentiles = heldOut.percentiles();
    assertThat(percentiles.contextSizes()).containsExactly(1, 2, 3);
    assertThat(percentiles.at(Score.TOTAL_ENTROPY, 2, 0)).isEqualTo(entropies[0]);
    assertThat(percentiles.at(Score.TOTAL_ENTROPY, 2, 50)).isEqualTo(entropies[1]);
    assertThat(percentiles.at(Score.TOTAL_ENTROPY, 2, 100)).isEqualTo(entropies[2]);
    assertThat(percentiles.at(Score.NOVELTY, 2, 90))
        .isCloseTo(novelties[1] + 0.8 * (novelties[2] - novelties[1]), within(1e-12));
  }

  @Test
  void shouldKeepSizesAsFarAsTwentyTasksReach() {
    int[] sizes = new int[30];
    Arrays.setAll(sizes, i -> i + 1);
    HeldOut heldOut =
        HeldOut.measure(NETWORK, PLAIN, KERNELS, TestModels.tasks(1, 1, -1, 1, 1, sizes));
    assertThat(heldOut.percentiles().contextSizes()).containsExactly(1, 2, 3, 4, 6, 8);
  }

  @Test
  void shouldAskForTasksWithObservations() {
    for (TaskSet wrong :
        List.of(new TaskSet(1, 1, List.of()), TestModels.tasks(1, 1, -1, 1, 1, 3, 0))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HeldOut.measure(NETWORK, PLAIN, KERNELS, wrong))
          .withMessageContaining("held-out tasks");
    }
  }
}
