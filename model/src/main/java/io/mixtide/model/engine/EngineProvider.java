package io.mixtide.model.engine;

import io.mixtide.model.cuda.CudaException;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;

/**
 * An engine beside the processor's own. Those of other modules are found by {@link
 * java.util.ServiceLoader}. All methods throw {@link EngineException} or {@link CudaException}
 * where it cannot be used, and the processor takes its place.
 */
public interface EngineProvider {

  /** Its name in the settings, which outputs carry too. */
  String name();

  /** What it runs on here, for people, once it is certain that some release can be inferred on. */
  String description();

  /** Opens it for a model; inferring may throw the same exceptions, with states as they were. */
  InferenceEngine open(Network network, Standardisation standardisation);
}
