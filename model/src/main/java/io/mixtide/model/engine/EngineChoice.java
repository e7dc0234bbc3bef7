package io.mixtide.model.engine;

import io.mixtide.model.cuda.CudaDevice;
import io.mixtide.model.cuda.CudaDriver;
import io.mixtide.model.cuda.CudaException;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskInference;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine that serves: the one that a setting names, or what takes its place on this machine.
 *
 * @param kernels of the processor, beside a card too: for what is not inferred in batches
 * @param driver the library of the graphics card that infers; null if the processor does
 * @param description which engine it is, what it runs on, and why if the setting does not say it
 */
public record EngineChoice(Kernels kernels, @Nullable String driver, String description) {
  private static final String CARD = "cuda";
  private static final String PROCESSOR = "vector";

  /**
   * Chooses by the name in the settings. A card that is not there, or not to be used, leaves the
   * work to {@code vector}, and the description says so.
   *
   * @param setting {@code auto}, {@code vector}, {@code scalar} or {@code cuda}
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
      case CARD -> card(kernels, library);
      default -> new EngineChoice(kernels, null, kernels.description());
    };
  }

  private static EngineChoice card(Kernels kernels, String library) {
    try (CudaDevice device = new CudaDevice(new CudaDriver(library))) {
      CudaEngine.check(device);
      return new EngineChoice(kernels, library, CudaEngine.description(device));
    } catch (CudaException e) {
      return new EngineChoice(
          kernels,
          null,
          "%s, because cuda cannot be used: %s".formatted(kernels.description(), e.getMessage()));
    }
  }

  /** What the processor computes with under a setting; as {@link #of(String)}. */
  public static Kernels kernels(String setting) {
    return Kernels.of(setting.equals("auto") || setting.equals(CARD) ? PROCESSOR : setting);
  }

  /**
   * A model at work on the engine, one task after another.
   *
   * @param messages told in a line when another engine takes its place, and why
   */
  public TaskInference inference(
      Network network, Standardisation standardisation, Consumer<String> messages) {
    Inference processor = new Inference(network, standardisation, kernels);
    return driver != null
        ? new EngineInference(open(network, standardisation, messages), processor)
        : processor;
  }

  /**
   * A model at work on the engine, one task after another, with what many will ask for inferred
   * ahead in batches.
   *
   * @param messages told in a line when another engine takes its place, and why
   */
  public BatchedInference batchedInference(
      Network network, Standardisation standardisation, Consumer<String> messages) {
    return new BatchedInference(
        open(network, standardisation, messages), new Inference(network, standardisation, kernels));
  }

  /**
   * Opens the engine for a model. Where a card cannot serve it, or fails later on, the processor
   * takes its place, and nothing is lost.
   *
   * @param messages told in a line when another engine takes its place, and why
   */
  public InferenceEngine open(
      Network network, Standardisation standardisation, Consumer<String> messages) {
    String library = driver;
    return library != null
        ? FallbackEngine.open(
            () -> new CudaEngine(new CudaDriver(library), network, standardisation),
            () -> new CpuEngine(network, standardisation, kernels),
            messages)
        : new CpuEngine(network, standardisation, kernels);
  }
}
