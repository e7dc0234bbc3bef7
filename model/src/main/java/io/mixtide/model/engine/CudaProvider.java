package io.mixtide.model.engine;

import io.mixtide.model.cuda.CudaDevice;
import io.mixtide.model.cuda.CudaDriver;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;

/**
 * A graphics card of NVIDIA's.
 *
 * @param library the driver's
 */
record CudaProvider(String library) implements EngineProvider {
  static final String NAME = "cuda";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    try (CudaDevice device = new CudaDevice(new CudaDriver(library))) {
      CudaEngine.check(device);
      return CudaEngine.description(device);
    }
  }

  @Override
  public InferenceEngine open(Network network, Standardisation standardisation) {
    return new CudaEngine(new CudaDriver(library), network, standardisation);
  }
}
