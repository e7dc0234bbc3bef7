package io.mixtide.benchmark.stream.crayfish;

import io.mixtide.model.kernel.Kernels;
import java.util.Optional;
import java.util.ServiceLoader;

/** The models that images can be scored by. */
public enum ImageModels {
  /** None: see {@link NoImageModel}. */
  NONE,
  /** Mixtide's kernels on the Vector API. */
  VECTOR,
  /** ONNX Runtime, which the Maven profile {@code onnx} builds in. */
  ONNX;

  /** Empty if it is not built in. */
  public Optional<ImageModel.Provider> provider() {
    return switch (this) {
      case NONE -> Optional.of(_ -> new NoImageModel());
      case VECTOR -> Optional.of(network -> new KernelsImageModel(network, Kernels.of("vector")));
      case ONNX -> ServiceLoader.load(ImageModel.Provider.class).findFirst();
    };
  }
}
