package io.mixtide.model.engine;

import io.mixtide.model.cuda.CudaDriver;
import io.mixtide.model.cuda.CudaException;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The engines of this module. */
@ParameterizedClass(name = "{0}")
@MethodSource("engines")
class InferenceEngineTest extends EngineLaw {
  private final Opener engine;

  InferenceEngineTest(Opener engine) {
    this.engine = engine;
  }

  /** Opens an engine for a network. */
  record Opener(String name, boolean exact, Factory factory) {
    @Override
    public String toString() {
      return name;
    }
  }

  @FunctionalInterface
  interface Factory {
    InferenceEngine open(Network network, Standardisation standardisation);
  }

  static List<Opener> engines() {
    List<Opener> engines = new ArrayList<>();
    for (String name : List.of("vector", "scalar")) {
      engines.add(
          new Opener(
              name,
              true,
              (network, standardisation) ->
                  EngineChoice.of(name).open(network, standardisation, line -> {})));
    }
    HostDriver.get()
        .ifPresent(driver ->
            engines.add(
                new Opener("cuda, on the host", true, new CudaProvider(driver.library())::open)));
    CudaProvider card = new CudaProvider(CudaDriver.LIBRARY);
    try {
      card.description();
      engines.add(new Opener("cuda", false, card::open));
    } catch (CudaException e) {
      System.out.println("The cuda engine is not tested on a device: " + e.getMessage());
    }
    return engines;
  }

  @Override
  protected InferenceEngine open(Network network, Standardisation standardisation) {
    return engine.factory.open(network, standardisation);
  }

  @Override
  protected boolean isExact() {
    return engine.exact;
  }

  @Override
  protected boolean servesContextExperts() {
    return true;
  }
}
