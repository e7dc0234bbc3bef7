package io.mixtide.benchmark.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A session of ONNX Runtime on one thread, for batches of one size: every input and every output is
 * a tensor over memory outside the heap, made once. For one thread at a time.
 */
public final class OneThreadSession implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final int batch;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final Map<String, OnnxTensor> outputs = new HashMap<>();

  /**
   * @param file an ONNX file, whole
   * @param batch rows of every tensor
   */
  public OneThreadSession(byte[] file, int batch) {
    this.batch = batch;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(file, options);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The memory of an input {@code [batch, width]}. */
  public FloatBuffer input(String name, int width) {
    return tensor(inputs, name, width);
  }

  /** The memory of an output {@code [batch, width]}. */
  public FloatBuffer output(String name, int width) {
    return tensor(outputs, name, width);
  }

  private FloatBuffer tensor(Map<String, OnnxTensor> tensors, String name, int width) {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(Float.BYTES * batch * width)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    try {
      tensors.put(name, OnnxTensor.createTensor(environment, buffer, new long[] {batch, width}));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    return buffer;
  }

  /** From the inputs to the outputs that were asked for. */
  public void run() {
    // What comes back holds the tensors above, which go on being used: it is not closed.
    try {
      session.run(inputs, outputs);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
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
