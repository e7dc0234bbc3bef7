package io.mixtide.model;

import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Attention;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.network.Weighting;
import io.mixtide.model.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** Small models and tasks that tests share. */
public final class TestModels {

  private TestModels() {}

  /** A random network with input experts, small but for its experts. */
  public static InputNetwork network(int dx, int dy, int experts, long seed) {
    return (InputNetwork)
        Network.random(
            new Architecture(
                dx, dy, experts, 20, 10, Weighting.DIRICHLET_WITH_EVIDENCE, Attention.NONE),
            RandomStream.of(seed));
  }

  /** A random network with context experts that look at the latest {@code window} observations. */
  public static Network contextNetwork(int dx, int dy, int experts, int window, long seed) {
    return Network.random(
        new Architecture(dx, dy, experts, 20, 12, Weighting.DIRICHLET, new Attention(3, 2, window)),
        RandomStream.of(seed));
  }

  /** The standardisation that changes nothing. */
  public static Standardisation plain(int dx, int dy) {
    return new Standardisation(
        OutputTransform.IDENTITY, new double[dx], ones(dx), new double[dy], ones(dy));
  }

  /** A standardisation with means and scales unlike 0 and 1. */
  public static Standardisation standardisation(OutputTransform transform, int dx, int dy) {
    double[] xMean = ones(dx);
    double[] xScale = ones(dx);
    double[] yMean = ones(dy);
    double[] yScale = ones(dy);
    for (int i = 0; i < dx; i++) {
      xMean[i] = 0.5 - i;
      xScale[i] = 2 + i;
    }
    for (int j = 0; j < dy; j++) {
      yMean[j] = 0.3 + j;
      yScale[j] = 0.7 + j;
    }
    return new Standardisation(transform, xMean, xScale, yMean, yScale);
  }

  /** Tasks of the given sizes with x and y uniform on [low, high]. */
  public static TaskSet tasks(int dx, int dy, double low, double high, long seed, int... sizes) {
    UniformRandomProvider random = RandomStream.of(seed);
    List<Task> tasks = new ArrayList<>();
    long row = 0;
    for (int size : sizes) {
      double[] x = random.doubles((long) size * dx).map(u -> low + (high - low) * u).toArray();
      double[] y = random.doubles((long) size * dy).map(u -> low + (high - low) * u).toArray();
      tasks.add(new Task("t" + tasks.size(), null, dx, dy, x, y, Task.NO_CONTEXT_SIZE, row));
      row += size;
    }
    return new TaskSet(dx, dy, tasks);
  }

  /** A concentration with entries log-uniform on [low, high]. */
  public static float[] concentration(int experts, double low, double high, long seed) {
    UniformRandomProvider random = RandomStream.of(seed, experts);
    float[] alpha = new float[experts];
    for (int l = 0; l < experts; l++) {
      alpha[l] = (float) (low * Math.pow(high / low, random.nextDouble()));
    }
    return alpha;
  }

  /** The x of one observation. */
  public static double[] x(Task task, int row) {
    return Arrays.copyOfRange(task.x(), row * task.dx(), (row + 1) * task.dx());
  }

  /** The y of one observation. */
  public static double[] y(Task task, int row) {
    return Arrays.copyOfRange(task.y(), row * task.dy(), (row + 1) * task.dy());
  }

  private static double[] ones(int length) {
    double[] values = new double[length];
    Arrays.fill(values, 1);
    return values;
  }
}
