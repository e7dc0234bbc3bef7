package io.mixtide.model.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.TestModels;
import io.mixtide.model.data.Task;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Standardisation;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BatchInferenceTest {
  private static final int[] EXPERTS = {1, 2, 5, 24};

  @Property(tries = 60)
  void shouldInferAtManyTasksToTheBitsOfOneAfterAnother(
      @ForAll @IntRange(min = 1, max = 3) int dx,
      @ForAll @IntRange(min = 1, max = 2) int dy,
      @ForAll @IntRange(max = 3) int experts,
      @ForAll @IntRange(max = 150) int tasks,
      @ForAll @IntRange(min = -1, max = 150) int refused,
      @ForAll boolean vector,
      @ForAll long seed) {
    InputNetwork network = TestModels.network(dx, dy, EXPERTS[experts], seed);
    Standardisation standardisation = TestModels.standardisation(OutputTransform.LOG1P, dx, dy);
    Kernels kernels = Kernels.of(vector ? "vector" : "scalar");
    Inference single = new Inference(network, standardisation, Kernels.of("vector"));
    BatchInference batch = new BatchInference(network, standardisation, kernels);
    List<TaskState> expected = states(single, tasks);
    List<TaskState> actual = states(single, tasks);

    for (int round = 0; round < 3; round++) {
      Task task = TestModels.tasks(dx, dy, -0.9, 3, seed + round, tasks + 1).tasks().getFirst();
      if (refused >= 0 && refused < tasks) {
        task.y()[refused * dy] = -1;
      }
      double[] scores = new double[tasks];
      batch.observe(actual, task.x(), task.y(), scores);
      for (int i = 0; i < tasks; i++) {
        Double score = observe(single, expected.get(i), task, i);
        assertThat((Double) scores[i]).isEqualTo(score);
        assertThat(bytes(actual.get(i))).isEqualTo(bytes(expected.get(i)));
      }
    }
  }

  private static Double observe(Inference inference, TaskState state, Task task, int row) {
    try {
      return inference.observe(state, TestModels.x(task, row), TestModels.y(task, row));
    } catch (IllegalArgumentException e) {
      return Double.NaN;
    }
  }

  private static List<TaskState> states(Inference inference, int tasks) {
    return Stream.generate(inference::newState).limit(tasks).toList();
  }

  private static byte[] bytes(TaskState state) {
    ByteBuffer buffer = ByteBuffer.allocate(state.bytes());
    state.write(buffer);
    return buffer.array();
  }
}
