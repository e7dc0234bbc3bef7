package io.mixtide.benchmark;

import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.random.RandomStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The best scores possible on the clustered family: of one who knows the generator, but neither a
 * task's group nor its weights. Weights are drawn from the generator's prior, and count by how
 * likely they make the context; with enough draws that is the exact posterior.
 */
final class ClusteredOracle {
  private static final int DRAWS = 20_000;
  private static final double FLOOR = 1e-290;
  private static final double LOG_NORMALISER =
      -Math.log(ClusteredFamily.NOISE * Math.sqrt(2 * Math.PI));

  private final double[][] weights;

  /** An oracle whose draws have the given seed. */
  ClusteredOracle(long seed) {
    weights = ClusteredFamily.weights(DRAWS, RandomStream.of(seed));
  }

  private record TaskScore(int contextSize, double marginal, double joint) {}

  /** Its scores by context size, in the data's units. */
  List<ContextScore> evaluate(TaskSet tasks) {
    List<TaskScore> scores = tasks.tasks().stream().parallel().map(this::score).toList();
    return scores.stream()
        .map(TaskScore::contextSize)
        .distinct()
        .sorted()
        .map(n -> mean(n, scores.stream().filter(s -> s.contextSize == n).toList()))
        .toList();
  }

  private static ContextScore mean(int n, List<TaskScore> scores) {
    double marginal = scores.stream().mapToDouble(TaskScore::marginal).average().orElseThrow();
    double joint = scores.stream().mapToDouble(TaskScore::joint).average().orElseThrow();
    return new ContextScore(n, scores.size(), marginal, joint, marginal, joint);
  }

  private TaskScore score(Task task) {
    int n = task.contextSize();
    double[][] density =
        IntStream.range(0, task.size()).mapToObj(i -> density(task, i)).toArray(double[][]::new);
    double[] posterior = new double[weights.length];
    double[] future = new double[weights.length];
    for (int s = 0; s < weights.length; s++) {
      posterior[s] = logLikelihood(weights[s], density, 0, n);
      future[s] = posterior[s] + logLikelihood(weights[s], density, n, task.size());
    }
    double evidence = logSum(posterior);
    double[] mean = new double[ClusteredFamily.FUNCTIONS];
    for (int s = 0; s < weights.length; s++) {
      double share = Math.exp(posterior[s] - evidence);
      for (int k = 0; k < mean.length; k++) {
        mean[k] += share * weights[s][k];
      }
    }
    int targets = task.size() - n;
    return new TaskScore(
        n,
        logLikelihood(mean, density, n, task.size()) / targets,
        (logSum(future) - evidence) / targets);
  }

  private static double[] density(Task task, int i) {
    double[] density = new double[ClusteredFamily.FUNCTIONS];
    for (int k = 0; k < density.length; k++) {
      double d = (task.y()[i] - ClusteredFamily.function(k, task.x()[i])) / ClusteredFamily.NOISE;
      density[k] = Math.exp(LOG_NORMALISER - 0.5 * d * d);
    }
    return density;
  }

  private static double logLikelihood(double[] weights, double[][] density, int from, int to) {
    double sum = 0;
    double product = 1;
    for (int i = from; i < to; i++) {
      double mixed = FLOOR;
      for (int k = 0; k < weights.length; k++) {
        mixed += weights[k] * density[i][k];
      }
      product *= mixed;
      // One logarithm for as many factors as the exponent can take.
      if (product < 1e-8 || product > 1e200) {
        sum += Math.log(product);
        product = 1;
      }
    }
    return sum + Math.log(product);
  }

  private static double logSum(double[] logs) {
    double max = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      max = Math.max(max, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - max);
    }
    return max + Math.log(sum);
  }
}
