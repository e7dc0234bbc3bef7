package io.mixtide.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.TestModels;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardisationTest {

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheTrainingTasksMeanZeroAndDeviationOne(OutputTransform transform) {
    TaskSet tasks = TestModels.tasks(2, 3, 0, 9, 1, 50, 30, 7);
    Standardisation standardisation = Moments.of(tasks, transform);
    double[] sum = new double[5];
    double[] squares = new double[5];
    float[] out = new float[5];
    for (Task task : tasks.tasks()) {
      for (int i = 0; i < task.size(); i++) {
        standardisation.x(task.x(), 2 * i, out, 0);
        standardisation.y(task.y(), 3 * i, out, 2);
        for (int k = 0; k < 5; k++) {
          sum[k] += out[k];
          squares[k] += (double) out[k] * out[k];
        }
      }
    }
    for (int k = 0; k < 5; k++) {
      assertThat(sum[k] / 87).isCloseTo(0, within(1e-6));
      assertThat(squares[k] / 87).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void shouldKeepTheScaleOfWhatNeverVaries() {
    Standardisation standardisation =
        Moments.of(tasks(new double[] {4, 4}, new double[] {1, 3}), OutputTransform.IDENTITY);
    assertThat(standardisation.xMean()).containsExactly(4);
    assertThat(standardisation.xScale()).containsExactly(1);
    assertThat(standardisation.yMean()).containsExactly(2);
    assertThat(standardisation.yScale()).containsExactly(1);
  }

  @Test
  void shouldSayWhichColumnCannotBeTransformed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Moments.of(tasks(new double[2], new double[] {1, -1}), OutputTransform.LOG1P))
        .withMessageContaining("column 1 of y")
        .withMessageContaining("LOG1P");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Moments.of(
                tasks(new double[] {1e300, -1e300}, new double[2]), OutputTransform.IDENTITY))
        .withMessageContaining("column 1 of x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Moments.of(new TaskSet(1, 1, List.of()), OutputTransform.IDENTITY))
        .withMessageContaining("no observations");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseScalesThatAreNone(double scale) {
    double[] zero = {0};
    double[] one = {1};
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Standardisation(OutputTransform.IDENTITY, zero, new double[] {scale}, zero, one));
  }

  private static TaskSet tasks(double[] x, double[] y) {
    return new TaskSet(1, 1, List.of(new Task("t", null, 1, 1, x, y, Task.NO_CONTEXT_SIZE, 0)));
  }
}
