package io.mixtide.benchmark.kernels;

import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.random.RandomStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What is inferred at: tasks with a context, and one further observation of each. Everything is in
 * standardised units, row-major.
 *
 * @param tasks how many
 * @param x {@code [tasks, dx]}
 * @param y {@code [tasks, dy]}
 * @param count sizes of the contexts before, {@code [tasks]}
 * @param sums over the contexts before, of embeddings, then of responsibilities, {@code [tasks,
 *     embedding + experts]}
 * @param alpha the posteriors before, {@code [tasks, experts]}
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read by index
public record Arrivals(
    int tasks, float[] x, float[] y, float[] count, float[] sums, float[] alpha) {
  private static final int MOST_CONTEXT = 24;

  /** Tasks with contexts of up to {@value #MOST_CONTEXT} observations; equal seeds, equal tasks. */
  public static Arrivals random(InputNetwork network, int tasks, long seed) {
    Architecture a = network.architecture();
    UniformRandomProvider random = RandomStream.of(seed);
    Inference inference = new Inference(network, standardised(a), Kernels.of("vector"));
    Arrivals arrivals =
        new Arrivals(
            tasks,
            values(random, tasks * a.dx()),
            values(random, tasks * a.dy()),
            new float[tasks],
            new float[tasks * (a.embedding() + a.experts())],
            new float[tasks * a.experts()]);
    for (int task = 0; task < tasks; task++) {
      TaskState state = inference.newState();
      int context = random.nextInt(MOST_CONTEXT + 1);
      for (int i = 0; i < context; i++) {
        inference.observe(state, doubles(values(random, a.dx())), doubles(values(random, a.dy())));
      }
      arrivals.keep(task, state);
    }
    return arrivals;
  }

  /** The standardisation of what is standardised already. */
  static Standardisation standardised(Architecture a) {
    return new Standardisation(
        OutputTransform.IDENTITY,
        new double[a.dx()],
        ones(a.dx()),
        new double[a.dy()],
        ones(a.dy()));
  }

  /** The tasks' states before, made anew. */
  List<TaskState> states(InputNetwork network) {
    List<TaskState> states = new ArrayList<>();
    int perTask = sums.length / tasks;
    int experts = alpha.length / tasks;
    for (int task = 0; task < tasks; task++) {
      TaskState state = new TaskState(network.architecture());
      ByteBuffer buffer = ByteBuffer.allocate(state.bytes());
      buffer.putInt((int) count[task]).putDouble(0);
      for (int i = 0; i < perTask; i++) {
        buffer.putFloat(sums[task * perTask + i]);
      }
      for (int l = 0; l < experts; l++) {
        buffer.putFloat(alpha[task * experts + l]);
      }
      state.read(buffer.flip());
      states.add(state);
    }
    return states;
  }

  private void keep(int task, TaskState state) {
    ByteBuffer buffer = ByteBuffer.allocate(state.bytes());
    state.write(buffer);
    count[task] = buffer.flip().getInt();
    buffer.getDouble();
    int perTask = sums.length / tasks;
    for (int i = 0; i < perTask; i++) {
      sums[task * perTask + i] = buffer.getFloat();
    }
    System.arraycopy(state.alpha(), 0, alpha, task * state.alpha().length, state.alpha().length);
  }

  /** In double precision, as {@link Inference} takes them. */
  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static float[] values(UniformRandomProvider random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = 4 * random.nextFloat() - 2;
    }
    return values;
  }

  private static double[] ones(int length) {
    double[] values = new double[length];
    Arrays.fill(values, 1);
    return values;
  }
}
