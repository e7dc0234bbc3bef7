package io.mixtide.benchmark.kernels.onnx;

import com.google.auto.service.AutoService;
import io.mixtide.benchmark.kernels.Arrivals;
import io.mixtide.benchmark.kernels.InferencePeer;
import io.mixtide.benchmark.kernels.Posteriors;
import io.mixtide.benchmark.onnx.OneThreadSession;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.onnx.OnnxInference;
import java.nio.FloatBuffer;

/** One call of a session a batch. */
@AutoService(InferencePeer.class)
public final class OnnxPeer implements InferencePeer {

  /** Public for the service loader. */
  public OnnxPeer() {}

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public Prepared prepare(InputNetwork network, Arrivals arrivals) {
    return new Run(network, arrivals);
  }

  private static final class Run implements Prepared {
    private final OneThreadSession session;
    private final int tasks;
    private final int width;
    private final int experts;
    private final FloatBuffer alpha;
    private final FloatBuffer score;
    private final FloatBuffer embeddings;
    private final FloatBuffer responsibilities;

    Run(InputNetwork network, Arrivals arrivals) {
      tasks = arrivals.tasks();
      width = network.architecture().embedding();
      experts = network.architecture().experts();
      session = new OneThreadSession(OnnxInference.of(network), tasks);
      session.input("x", network.architecture().dx()).put(0, arrivals.x());
      session.input("y", network.architecture().dy()).put(0, arrivals.y());
      session.input("count", 1).put(0, arrivals.count());
      session.input("alpha", experts).put(0, arrivals.alpha());
      session.input("embeddings", width).put(0, columns(arrivals.sums(), 0, width));
      session.input("responsibilities", experts).put(0, columns(arrivals.sums(), width, experts));
      alpha = session.output("alpha_after", experts);
      score = session.output("score", 1);
      embeddings = session.output("embeddings_after", width);
      responsibilities = session.output("responsibilities_after", experts);
    }

    private float[] columns(float[] sums, int from, int length) {
      float[] part = new float[tasks * length];
      for (int task = 0; task < tasks; task++) {
        System.arraycopy(sums, task * (width + experts) + from, part, task * length, length);
      }
      return part;
    }

    @Override
    public void run() {
      session.run();
    }

    @Override
    public Posteriors posteriors() {
      float[] sums = new float[tasks * (width + experts)];
      for (int task = 0; task < tasks; task++) {
        int at = task * (width + experts);
        embeddings.get(task * width, sums, at, width);
        responsibilities.get(task * experts, sums, at + width, experts);
      }
      return new Posteriors(all(alpha), all(score), sums);
    }

    private static float[] all(FloatBuffer buffer) {
      float[] values = new float[buffer.capacity()];
      buffer.get(0, values);
      return values;
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
