package io.mixtide.benchmark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.network.Moments;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RegressionTasksTest {
  /** Row r is (r, 1, 10 r, -r): the inputs name the row, and one never varies. */
  private static NumberTable table(int rows) {
    return new NumberTable(
        4,
        IntStream.range(0, rows)
            .boxed()
            .flatMap(r -> Stream.of(r, 1, 10 * r, -r))
            .mapToDouble(Integer::doubleValue)
            .toArray());
  }

  @Test
  void shouldSplitRowsSixTwoTwoBeforeItCutsTasks() {
    RegressionTasks tasks = RegressionTasks.of(table(103), 2, 5, 1);

    // 62, 21 and 20 rows; what does not fill a task of five is left out.
    assertThat(tasks.training().size()).isEqualTo(12);
    assertThat(tasks.validation().size()).isEqualTo(4);
    assertThat(tasks.test().size()).isEqualTo(4);
    double[] rows =
        Stream.of(tasks.training(), tasks.validation(), tasks.test())
            .flatMap(part -> part.tasks().stream())
            .flatMapToDouble(task -> IntStream.range(0, 5).mapToDouble(i -> task.x()[2 * i]))
            .toArray();
    assertThat(rows).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void shouldKeepInputsAndOutputsOfARowTogether() {
    for (Task task : RegressionTasks.of(table(100), 2, 10, 1).test().tasks()) {
      assertThat(task.size()).isEqualTo(10);
      for (int i = 0; i < 10; i++) {
        double row = task.x()[2 * i];
        assertThat(task.x()[2 * i + 1]).isEqualTo(1);
        assertThat(task.y()[2 * i]).isEqualTo(10 * row);
        assertThat(task.y()[2 * i + 1]).isEqualTo(-row);
      }
    }
  }

  @Test
  void shouldShuffleBySeed() {
    TaskSet one = RegressionTasks.of(table(100), 2, 10, 1).training();

    assertThat(RegressionTasks.of(table(100), 2, 10, 1).training())
        .usingRecursiveComparison()
        .isEqualTo(one);
    assertThat(RegressionTasks.of(table(100), 2, 10, 2).training().tasks().getFirst().x())
        .isNotEqualTo(one.tasks().getFirst().x());
    assertThat(one.tasks().getFirst().x()[0]).isNotZero();
    assertThat(Arrays.stream(one.tasks().getFirst().x()).max().orElseThrow()).isGreaterThan(20);
  }

  @Test
  void shouldGiveAConstantColumnScaleOneDownstream() {
    TaskSet training = RegressionTasks.of(table(100), 2, 10, 1).training();

    assertThat(Moments.of(training, OutputTransform.IDENTITY).xScale()[1]).isEqualTo(1);
  }

  @Test
  void shouldRefuseAPartTooShortForATask() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegressionTasks.of(table(20), 2, 5, 1))
        .withMessage("4 validation rows are too few for a task of 5");
    assertThatIllegalArgumentException().isThrownBy(() -> RegressionTasks.of(table(20), 4, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> RegressionTasks.of(table(20), 2, 0, 1));
  }
}
