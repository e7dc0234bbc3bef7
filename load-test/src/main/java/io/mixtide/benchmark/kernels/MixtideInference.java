package io.mixtide.benchmark.kernels;

import io.mixtide.model.inference.BatchInference;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.InputNetwork;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Mixtide's own, as the service runs it: one arrival by {@link Inference}, several by {@link
 * BatchInference}. It changes the tasks' states, so every run infers at contexts one larger.
 *
 * @param name of the kernels
 */
record MixtideInference(String name) implements InferencePeer {

  @Override
  public Prepared prepare(InputNetwork network, Arrivals arrivals) {
    Kernels kernels = Kernels.of(name);
    List<TaskState> states = arrivals.states(network);
    double[] x = Arrivals.doubles(arrivals.x());
    double[] y = Arrivals.doubles(arrivals.y());
    double[] scores = new double[arrivals.tasks()];
    var standardisation = Arrivals.standardised(network.architecture());
    if (arrivals.tasks() == 1) {
      Inference inference = new Inference(network, standardisation, kernels);
      TaskState state = states.getFirst();
      return new Run(() -> scores[0] = inference.observe(state, x, y), states, scores);
    }
    BatchInference inference = new BatchInference(network, standardisation, kernels);
    return new Run(() -> inference.observe(states, x, y, scores), states, scores);
  }

  @SuppressWarnings("ArrayRecordComponent") // shared with the inference
  private record Run(Runnable inference, List<TaskState> states, double[] scores)
      implements Prepared {

    @Override
    public void run() {
      inference.run();
    }

    @Override
    public Posteriors posteriors() {
      int experts = states.getFirst().alpha().length;
      int perTask = (states.getFirst().bytes() - Integer.BYTES - Double.BYTES) / Float.BYTES;
      int sums = perTask - experts;
      Posteriors posteriors =
          new Posteriors(
              new float[states.size() * experts],
              new float[states.size()],
              new float[states.size() * sums]);
      for (int task = 0; task < states.size(); task++) {
        TaskState state = states.get(task);
        System.arraycopy(state.alpha(), 0, posteriors.alpha(), task * experts, experts);
        posteriors.score()[task] = (float) scores[task];
        ByteBuffer buffer = ByteBuffer.allocate(state.bytes());
        state.write(buffer);
        buffer.position(Integer.BYTES + Double.BYTES);
        for (int i = 0; i < sums; i++) {
          posteriors.sums()[task * sums + i] = buffer.getFloat();
        }
      }
      return posteriors;
    }

    @Override
    public void close() {}
  }
}
