package io.mixtide.model.engine;

import io.mixtide.model.cuda.CudaDriver;
import io.mixtide.model.cuda.CudaException;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine that serves: the one that a setting names, or what takes its place on this machine.
 *
 * @param kernels of the processor, beside another engine too: for what is not inferred in batches
 * @param provider of the engine that infers; null if the processor does
 * @param description which engine it is, what it runs on, and why if the setting does not say it
 */
public record EngineChoice(Kernels kernels, @Nullable EngineProvider provider, String description) {
  private static final String ND4J = "nd4j";
  private static final String PROCESSOR = "vector";

  /**
   * Chooses by the name in the settings. An engine that is not there, or not to be used, leaves the
   * work to {@code vector}, and the description says so.
   *
   * @param setting {@code auto}, {@code vector}, {@code scalar}, {@code cuda} or {@code nd4j}
   * @throws IllegalArgumentException for any other name
   */
  public static EngineChoice of(String setting) {
    return of(setting, CudaDriver.LIBRARY);
  }

  /** As {@link #of(String)}, with the driver's library by another name. */
  static EngineChoice of(String setting, String library) {
    Kernels kernels = kernels(setting);
    return switch (setting) {
      case "auto" ->
          new EngineChoice(
              kernels,
              null,
              kernels.description() + ", chosen by auto: no card is known to be faster");
      case CudaProvider.NAME -> of(setting, kernels, () -> new CudaProvider(library));
      case ND4J -> of(setting, kernels, EngineChoice::nd4j);
      default -> new EngineChoice(kernels, null, kernels.description());
    };
  }

  private static EngineChoice of(String name, Kernels kernels, Supplier<EngineProvider> providers) {
    try {
      EngineProvider provider = providers.get();
      return new EngineChoice(kernels, provider, provider.description());
    } catch (CudaException | EngineException e) {
      return new EngineChoice(
          kernels,
          null,
          "%s, because %s cannot be used: %s"
              .formatted(kernels.description(), name, e.getMessage()));
    }
  }

  private static EngineProvider nd4j() {
    return ServiceLoader.load(EngineProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(ND4J))
        .findFirst()
        .orElseThrow(() ->
            new EngineException(
                "it is not built in; start with MIXTIDE_MAVEN_ARGS=-Pnd4j in the environment to"
                    + " build it in"));
  }

  /** What the processor computes with under a setting; as {@link #of(String)}. */
  public static Kernels kernels(String setting) {
    return switch (setting) {
      case "auto", CudaProvider.NAME, ND4J -> Kernels.of(PROCESSOR);
      default -> Kernels.of(setting);
    };
  }

  /**
   * A model at work on the engine, one task after another, and on runs of records.
   *
   * @param messages told in a line when another engine takes its place, and why
   */
  public BatchedInference inference(
      Network network, Standardisation standardisation, Consumer<String> messages) {
    InferenceEngine engine = open(network, standardisation, messages);
    Inference processor = new Inference(network, standardisation, kernels);
    // The processor's own way of one after another allocates nothing, and looks ahead to queries.
    return new BatchedInference(
        engine, provider != null ? new EngineInference(engine, processor) : processor);
  }

  /**
   * Opens the engine for a model. Where it cannot serve it, or fails later on, the processor takes
   * its place, and nothing is lost.
   *
   * @param messages told in a line when another engine takes its place, and why
   */
  public InferenceEngine open(
      Network network, Standardisation standardisation, Consumer<String> messages) {
    Supplier<InferenceEngine> processor = () -> new CpuEngine(network, standardisation, kernels);
    return provider != null
        ? FallbackEngine.open(provider, network, standardisation, processor, messages)
        : processor.get();
  }
}
