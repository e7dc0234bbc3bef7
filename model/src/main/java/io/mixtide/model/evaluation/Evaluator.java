package io.mixtide.model.evaluation;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.Dirichlet;
import io.mixtide.model.density.ParticleLikelihood;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.kernel.Softmax;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Scores a model by context size: of each task the first n observations are the context and all
 * later ones the targets, unless the data say themselves which is which.
 */
public final class Evaluator {
  private static final int DRAWS = 128;

  private final Network network;
  private final Standardisation standardisation;
  private final Kernels kernels;
  private final long seed;

  /**
   * @param seed of the draws behind the joint log-likelihood
   */
  public Evaluator(Network network, Standardisation standardisation, Kernels kernels, long seed) {
    this.network = network;
    this.standardisation = standardisation;
    this.kernels = kernels;
    this.seed = seed;
  }

  private record TaskScore(int contextSize, double marginal, double joint, double userOffset) {}

  /**
   * Scores every task at every size.
   *
   * @param contextSizes sizes to cut at; a task scores at those that leave it a target. A task that
   *     knows its own context size scores at that one alone, if it is asked for or none is
   * @return by context size, ascending; sizes without a task are left out
   */
  public List<ContextScore> evaluate(TaskSet tasks, List<Integer> contextSizes) {
    return evaluate(tasks, contextSizes, () -> {});
  }

  /**
   * The same.
   *
   * @param scored run after each task, by any thread
   */
  public List<ContextScore> evaluate(TaskSet tasks, List<Integer> contextSizes, Runnable scored) {
    List<List<TaskScore>> scores =
        IntStream.range(0, tasks.size())
            .parallel()
            .mapToObj(i -> {
              List<TaskScore> ofTask = score(tasks.tasks().get(i), contextSizes, i);
              scored.run();
              return ofTask;
            })
            .toList();
    SortedMap<Integer, List<TaskScore>> bySize = new TreeMap<>();
    for (List<TaskScore> ofTask : scores) {
      for (TaskScore score : ofTask) {
        bySize.computeIfAbsent(score.contextSize, n -> new ArrayList<>()).add(score);
      }
    }
    return bySize.entrySet().stream().map(e -> mean(e.getKey(), e.getValue())).toList();
  }

  private static ContextScore mean(int contextSize, List<TaskScore> scores) {
    double marginal = 0;
    double joint = 0;
    double offset = 0;
    for (TaskScore score : scores) {
      marginal += score.marginal / scores.size();
      joint += score.joint / scores.size();
      offset += score.userOffset / scores.size();
    }
    return new ContextScore(
        contextSize, scores.size(), marginal, joint, marginal + offset, joint + offset);
  }

  private List<TaskScore> score(Task task, List<Integer> contextSizes, int index) {
    List<Integer> sizes = sizes(task, contextSizes);
    if (sizes.isEmpty()) {
      return List.of();
    }
    Inference inference = new Inference(network, standardisation, kernels);
    int experts = network.architecture().experts();
    float[] logDensity = new float[task.size() * experts];
    double[] offset = new double[task.size()];
    for (int i = 0; i < task.size(); i++) {
      offset[i] = standardisation.logDensityOffset(task.y(), i * task.dy());
    }
    var particles = new ParticleLikelihood(kernels, experts, DRAWS, task.size());
    UniformRandomProvider random = RandomStream.of(seed, index);
    float[] logZ = new float[DRAWS * experts];
    TaskState state = inference.newState();
    List<TaskScore> scores = new ArrayList<>();
    for (int n = 0; n <= sizes.getLast(); n++) {
      if (n > 0) {
        inference.observe(state, task.xOf(n - 1), task.yOf(n - 1));
      }
      if (sizes.contains(n)) {
        // Input experts do not see the context: the smallest one's evaluation serves them all.
        if (network.architecture().hasContextExperts() || n == sizes.getFirst()) {
          for (int i = n; i < task.size(); i++) {
            inference.expertLogDensities(state, task.x(), task.y(), i, logDensity, i * experts);
          }
        }
        double marginal = marginal(state, logDensity, n, task.size());
        double joint = marginal;
        if (network.architecture().weighting().isDirichlet()) {
          Dirichlet.sample(state.alpha(), DRAWS, random, logZ);
          particles.evaluate(task.size() - n, logDensity, n * experts, logZ);
          joint = particles.joint();
        }
        scores.add(
            new TaskScore(
                n, marginal, joint, Arrays.stream(offset, n, task.size()).average().orElse(0)));
      }
    }
    return scores;
  }

  /** At which of the sizes asked for a task scores. */
  static List<Integer> sizes(Task task, List<Integer> asked) {
    if (task.contextSize() == Task.NO_CONTEXT_SIZE) {
      return asked.stream().filter(n -> n < task.size()).sorted().distinct().toList();
    }
    boolean wanted = asked.isEmpty() || asked.contains(task.contextSize());
    return wanted && task.contextSize() < task.size() ? List.of(task.contextSize()) : List.of();
  }

  private double marginal(TaskState state, float[] logDensity, int from, int to) {
    int experts = state.alpha().length;
    float[] logWeights = Inference.weights(state);
    kernels.log(logWeights, 0, logWeights, 0, experts);
    float[] terms = new float[experts];
    double sum = 0;
    for (int i = from; i < to; i++) {
      for (int l = 0; l < experts; l++) {
        terms[l] = logWeights[l] + logDensity[i * experts + l];
      }
      sum += Softmax.apply(kernels, terms, 0, terms, 0, experts);
    }
    return sum / (to - from);
  }
}
