package io.mixtide.benchmark.kernels.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.auto.service.AutoService;
import io.mixtide.benchmark.kernels.Arrivals;
import io.mixtide.benchmark.kernels.InferencePeer;
import io.mixtide.benchmark.kernels.Posteriors;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.onnx.OnnxInference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One call of a session a batch; every input and every output is a tensor over memory outside the
 * heap, made once.
 */
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
    try {
      return new Run(network, arrivals);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Run implements Prepared {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final int tasks;
    private final int width;
    private final int experts;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();
    private final Map<String, FloatBuffer> out = new HashMap<>();

    Run(InputNetwork network, Arrivals arrivals) throws OrtException {
      tasks = arrivals.tasks();
      width = network.architecture().embedding();
      experts = network.architecture().experts();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        session = environment.createSession(OnnxInference.of(network), options);
      }
      input("x", network.architecture().dx(), arrivals.x());
      input("y", network.architecture().dy(), arrivals.y());
      input("count", 1, arrivals.count());
      input("alpha", experts, arrivals.alpha());
      input("embeddings", width, columns(arrivals.sums(), 0, width));
      input("responsibilities", experts, columns(arrivals.sums(), width, experts));
      output("alpha_after", experts);
      output("score", 1);
      output("embeddings_after", width);
      output("responsibilities_after", experts);
    }

    private float[] columns(float[] sums, int from, int length) {
      float[] part = new float[tasks * length];
      for (int task = 0; task < tasks; task++) {
        System.arraycopy(sums, task * (width + experts) + from, part, task * length, length);
      }
      return part;
    }

    private void input(String name, int size, float[] values) throws OrtException {
      FloatBuffer buffer = room(size);
      buffer.put(values).rewind();
      inputs.put(name, tensor(buffer, size));
    }

    private void output(String name, int size) throws OrtException {
      FloatBuffer buffer = room(size);
      out.put(name, buffer);
      outputs.put(name, tensor(buffer, size));
    }

    private FloatBuffer room(int size) {
      return ByteBuffer.allocateDirect(Float.BYTES * tasks * size)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    }

    private OnnxTensor tensor(FloatBuffer buffer, int size) throws OrtException {
      return OnnxTensor.createTensor(environment, buffer, new long[] {tasks, size});
    }

    @Override
    public void run() {
      // What comes back holds the tensors above, which go on being used: it is not closed.
      try {
        session.run(inputs, outputs);
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Posteriors posteriors() {
      float[] sums = new float[tasks * (width + experts)];
      for (int task = 0; task < tasks; task++) {
        int at = task * (width + experts);
        buffer("embeddings_after").get(task * width, sums, at, width);
        buffer("responsibilities_after").get(task * experts, sums, at + width, experts);
      }
      return new Posteriors(all("alpha_after"), all("score"), sums);
    }

    private FloatBuffer buffer(String name) {
      return Objects.requireNonNull(out.get(name));
    }

    private float[] all(String name) {
      FloatBuffer buffer = buffer(name);
      float[] values = new float[buffer.capacity()];
      buffer.get(0, values);
      return values;
    }

    @Override
    public void close() {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
