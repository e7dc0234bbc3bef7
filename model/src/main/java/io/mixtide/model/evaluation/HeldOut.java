package io.mixtide.model.evaluation;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a model scores as held-out tasks arrive one observation after another.
 *
 * @param tasks number of held-out tasks
 * @param observations their observations
 * @param prequential mean log score of each observation before it was seen, in nats of the
 *     standardised units
 * @param percentiles of the tasks' scores by context size
 */
public record HeldOut(int tasks, long observations, double prequential, Percentiles percentiles) {
  private static final int MIN_TASKS = 20;
  private static final int MAX_CONTEXT = 1024;

  /**
   * Runs the tasks through the model.
   *
   * @param tasks at least one, none empty
   */
  public static HeldOut measure(
      Network network, Standardisation standardisation, Kernels kernels, TaskSet tasks) {
    int[] sizes = sizes(tasks);
    List<double[][]> traces =
        IntStream.range(0, tasks.size())
            .parallel()
            .mapToObj(
                i -> trace(new Inference(network, standardisation, kernels), tasks.tasks().get(i)))
            .toList();
    Map<Score, double[][]> values = new EnumMap<>(Score.class);
    for (Score score : Score.values()) {
      double[][] table = new double[sizes.length][];
      for (int k = 0; k < sizes.length; k++) {
        int n = sizes[k];
        table[k] =
            levels(
                traces.stream()
                    .filter(trace -> trace.length >= n)
                    .mapToDouble(trace -> trace[n - 1][score.ordinal()])
                    .sorted()
                    .toArray());
      }
      values.put(score, table);
    }
    double sum = 0;
    for (double[][] trace : traces) {
      sum += trace[trace.length - 1][Score.NOVELTY.ordinal()] * trace.length;
    }
    long observations = tasks.observations();
    return new HeldOut(
        tasks.size(),
        observations,
        sum / observations,
        new Percentiles(sizes, Percentiles.LEVELS.clone(), values));
  }

  /** Scores after every observation, {@code [size, scores]}. */
  private static double[][] trace(Inference inference, Task task) {
    TaskState state = inference.newState();
    double[][] trace = new double[task.size()][Score.values().length];
    for (int i = 0; i < task.size(); i++) {
      inference.observe(
          state,
          Arrays.copyOfRange(task.x(), i * task.dx(), (i + 1) * task.dx()),
          Arrays.copyOfRange(task.y(), i * task.dy(), (i + 1) * task.dy()));
      AmbiguityScores scores = AmbiguityScores.of(state.alpha());
      for (Score score : Score.values()) {
        trace[i][score.ordinal()] = score.of(scores, state.novelty());
      }
    }
    return trace;
  }

  /** 1, 2, 3, 4, 6, 8, 12, 16, …: as far as there are tasks enough. */
  private static int[] sizes(TaskSet tasks) {
    int[] lengths = tasks.tasks().stream().mapToInt(Task::size).sorted().toArray();
    int longest = lengths[Math.max(0, lengths.length - MIN_TASKS)];
    return IntStream.rangeClosed(1, MAX_CONTEXT)
        .filter(n -> isOneOrThreeTimesAPowerOfTwo(n) && n <= longest)
        .toArray();
  }

  private static boolean isOneOrThreeTimesAPowerOfTwo(int n) {
    int odd = n >> Integer.numberOfTrailingZeros(n);
    return odd == 1 || odd == 3;
  }

  private static double[] levels(double[] sorted) {
    return Arrays.stream(Percentiles.LEVELS)
        .map(level -> {
          double at = level / 100 * (sorted.length - 1);
          int low = (int) at;
          int high = Math.min(low + 1, sorted.length - 1);
          return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
        })
        .toArray();
  }
}
