package io.mixtide.benchmark.stream.crayfish;

import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Mlp;

/** On Mixtide's own kernels. */
public final class KernelsImageModel implements ImageModel {
  private final Mlp network;
  private final Kernels kernels;
  private final Mlp.Activations activations;

  /** Reads the network's parameters where they are. */
  public KernelsImageModel(Mlp network, Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
    activations = network.activations(1);
  }

  @Override
  public float[] scores(float[] image) {
    System.arraycopy(image, 0, activations.input(), 0, image.length);
    network.forward(kernels, 1, activations);
    return activations.output().clone();
  }

  @Override
  public void close() {}
}
