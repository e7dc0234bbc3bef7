package io.mixtide.benchmark.kernels.nd4j;

import io.mixtide.benchmark.kernels.Arrivals;
import io.mixtide.benchmark.kernels.InferencePeer.Prepared;
import io.mixtide.benchmark.kernels.Posteriors;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.nd4j.ArrayInference;
import io.mixtide.nd4j.Layers;

/** The inference of Mixtide's engine on ND4J, at certain arrivals, all of them in one tile. */
final class PreparedArrays implements Prepared {
  private final int tasks;
  private final int experts;
  private final ArrayInference inference;

  PreparedArrays(InputNetwork network, Arrivals arrivals, Layers layers) {
    tasks = arrivals.tasks();
    experts = network.architecture().experts();
    inference = new ArrayInference(network, tasks, layers);
    float[] states = new float[tasks * inference.stateSize()];
    for (int task = 0; task < tasks; task++) {
      int at = task * inference.stateSize();
      System.arraycopy(arrivals.sums(), task * sums(), states, at, sums());
      System.arraycopy(arrivals.alpha(), task * experts, states, at + sums(), experts);
    }
    inference.set(states, arrivals.count(), arrivals.x(), arrivals.y());
  }

  private int sums() {
    return inference.stateSize() - experts;
  }

  @Override
  public void run() {
    inference.run();
  }

  @Override
  public Posteriors posteriors() {
    float[] states = inference.states();
    float[] sums = new float[tasks * sums()];
    float[] alpha = new float[tasks * experts];
    for (int task = 0; task < tasks; task++) {
      int at = task * inference.stateSize();
      System.arraycopy(states, at, sums, task * sums(), sums());
      System.arraycopy(states, at + sums(), alpha, task * experts, experts);
    }
    return new Posteriors(alpha, inference.scores(), sums);
  }

  @Override
  public void close() {
    inference.close();
  }
}
