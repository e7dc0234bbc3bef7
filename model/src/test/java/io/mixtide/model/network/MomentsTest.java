package io.mixtide.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 7.7, 100_000.1, -1e-9})
  void shouldKeepTheScaleOfWhatNeverVaries(double constant) {
    double[] values = new double[5000];
    Arrays.fill(values, constant);
    Task task = new Task("t", null, 1, 1, values, values, Task.NO_CONTEXT_SIZE, 0);
    Standardisation moments =
        Moments.of(new TaskSet(1, 1, List.of(task)), OutputTransform.IDENTITY);
    assertThat(moments.yScale()).containsExactly(1);
    assertThat(moments.yMean()).containsExactly(constant);
    assertThat(moments.xScale()).containsExactly(1);
  }
}
