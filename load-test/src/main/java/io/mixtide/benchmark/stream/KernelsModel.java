package io.mixtide.benchmark.stream;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Standardisation;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Mixtide's inference as a model without a memory. */
final class KernelsModel implements EventModel {
  private final Architecture sizes;
  private final Inference inference;
  private final TaskState state;
  private final ByteBuffer bytes;

  KernelsModel(InputNetwork network, Kernels kernels) {
    sizes = network.architecture();
    inference = new Inference(network, standardised(sizes), kernels);
    state = inference.newState();
    bytes = ByteBuffer.allocate(state.bytes());
  }

  /** Of a task without observations. */
  static State empty(InputNetwork network) {
    try (KernelsModel model = new KernelsModel(network, Kernels.of("scalar"))) {
      return model.written();
    }
  }

  private static Standardisation standardised(Architecture sizes) {
    double[] xScale = new double[sizes.dx()];
    double[] yScale = new double[sizes.dy()];
    Arrays.fill(xScale, 1);
    Arrays.fill(yScale, 1);
    return new Standardisation(
        OutputTransform.IDENTITY, new double[sizes.dx()], xScale, new double[sizes.dy()], yScale);
  }

  @Override
  public Outputs infer(Inputs inputs) {
    read(inputs.state());
    double score = inference.observe(state, doubles(inputs.x()), doubles(inputs.y()));
    float[][] mu = new float[inputs.queries().length][];
    float[][] sigma = new float[mu.length][];
    for (int q = 0; q < mu.length; q++) {
      Mixture mixture = inference.predict(state, doubles(inputs.queries()[q]));
      mu[q] = floats(mixture.means());
      sigma[q] = floats(mixture.sigmas());
    }
    return new Outputs((float) score, written(), mu, sigma);
  }

  private void read(State before) {
    bytes.clear().putInt(before.count()).putDouble(0);
    for (float[] part :
        new float[][] {before.embeddings(), before.responsibilities(), before.alpha()}) {
      for (float value : part) {
        bytes.putFloat(value);
      }
    }
    state.read(bytes.flip());
  }

  private State written() {
    state.write(bytes.clear());
    bytes.flip();
    int count = bytes.getInt();
    bytes.getDouble();
    return new State(count, next(sizes.embedding()), next(sizes.experts()), next(sizes.experts()));
  }

  private float[] next(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = bytes.getFloat();
    }
    return values;
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  @Override
  public void close() {}
}
