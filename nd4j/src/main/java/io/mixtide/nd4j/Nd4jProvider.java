package io.mixtide.nd4j;

import io.mixtide.model.cuda.CudaDevice;
import io.mixtide.model.cuda.CudaDriver;
import io.mixtide.model.engine.EngineException;
import io.mixtide.model.engine.EngineProvider;
import io.mixtide.model.engine.InferenceEngine;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.Objects;
import java.util.ServiceLoader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/** ND4J, on whichever backend is built in: the processor, or a graphics card of NVIDIA's. */
public final class Nd4jProvider implements EngineProvider {
  static final String NAME = "nd4j";

  private static final String CUDA_BACKEND = "JCublasBackend";

  /** Of the first generation after the last that machine code for sm_86 runs on. */
  private static final int FIRST_TOO_NEW = 90;

  /** Public for the service loader. */
  public Nd4jProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    boolean cuda = hasCudaBackend();
    if (cuda) {
      try (CudaDevice device = new CudaDevice(new CudaDriver(CudaDriver.LIBRARY))) {
        check(device.name(), device.capability());
      }
    }
    try {
      return "%s (%s)".formatted(NAME, started());
    } catch (LinkageError | RuntimeException e) {
      throw new EngineException("ND4J does not start: " + rootCause(e), e);
    }
  }

  /** Asks for no class of the backend's, which would load its libraries. */
  private static boolean hasCudaBackend() {
    return ServiceLoader.load(Nd4jBackend.class).stream()
        .anyMatch(backend -> backend.type().getSimpleName().equals(CUDA_BACKEND));
  }

  /**
   * Refuses a device that ND4J's libraries have no code for.
   *
   * @param capability compute capability times ten
   */
  static void check(String device, int capability) {
    if (capability >= FIRST_TOO_NEW) {
      throw new EngineException(
          "%s is sm_%d, and ND4J's libraries for CUDA 11.6 have code up to sm_86 only"
              .formatted(device, capability));
    }
  }

  /** Starts ND4J if it is not running; names its backend. */
  private static String started() {
    // The service has threads of its own; and parts of a tile that threads share out would round
    // otherwise where their number differs.
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    Nd4j.factory().blas().setMaxThreads(1);
    return Nd4j.getBackend().getClass().getSimpleName();
  }

  private static Throwable rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = Objects.requireNonNull(cause.getCause());
    }
    return cause;
  }

  @Override
  public InferenceEngine open(Network network, Standardisation standardisation) {
    if (!(network instanceof InputNetwork input)) {
      throw new EngineException("it has no operators for context experts");
    }
    return new Nd4jEngine(description(), input, standardisation);
  }
}
