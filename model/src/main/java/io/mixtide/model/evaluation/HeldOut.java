package io.mixtide.model.evaluation;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.ArrayList;
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
   * @throws IllegalArgumentException if there are no tasks, or one is empty or out of range
   */
  public static HeldOut measure(
      Network network, Standardisation standardisation, Kernels kernels, TaskSet tasks) {
    if (tasks.tasks().stream().mapToInt(Task::size).min().orElse(0) == 0) {
      throw new IllegalArgumentException("held-out tasks must be there and have observations");
    }
    int[] sizes = sizes(tasks);
    List<Trace> traces =
        IntStream.range(0, tasks.size())
            .parallel()
            .mapToObj(
                i -> trace(new Inference(network, standardisation, kernels), tasks.tasks().get(i)))
            .toList();
    Map<Score, double[][]> values = new EnumMap<>(Score.class);
    for (Score score : Score.values()) {
      values.put(
          score,
          Arrays.stream(sizes).mapToObj(n -> levels(traces, score, n)).toArray(double[][]::new));
    }
    double sum = 0;
    for (Trace trace : traces) {
      sum += trace.at(Score.NOVELTY, trace.size()) * trace.size();
    }
    long observations = tasks.observations();
    return new HeldOut(
        tasks.size(),
        observations,
        sum / observations,
        new Percentiles(sizes, Percentiles.LEVELS.clone(), values));
  }

  /** What a task scored after each of its observations. */
  private record Trace(List<AmbiguityScores> ambiguity, List<Double> novelty) {

    int size() {
      return novelty.size();
    }

    double at(Score score, int contextSize) {
      return score.of(ambiguity.get(contextSize - 1), novelty.get(contextSize - 1));
    }
  }

  private static Trace trace(Inference inference, Task task) {
    TaskState state = inference.newState();
    Trace trace = new Trace(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < task.size(); i++) {
      inference.observe(state, task.xOf(i), task.yOf(i));
      trace.ambiguity.add(AmbiguityScores.of(state.alpha()));
      trace.novelty.add(state.novelty());
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

  /** The kept levels of one score over the tasks that reach a context of {@code n}. */
  private static double[] levels(List<Trace> traces, Score score, int n) {
    double[] sorted =
        traces.stream()
            .filter(trace -> trace.size() >= n)
            .mapToDouble(trace -> trace.at(score, n))
            .sorted()
            .toArray();
    return Arrays.stream(Percentiles.LEVELS).map(level -> percentile(sorted, level)).toArray();
  }

  private static double percentile(double[] sorted, double level) {
    double at = level / 100 * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}
