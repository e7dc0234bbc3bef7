package io.mixtide.model.engine;

import io.mixtide.model.cuda.CudaException;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An engine beside the processor as long as it works, and then the processor, for good: a device
 * that failed once is not to be relied on. The batch at which it failed is inferred again, on
 * states that it has not touched, so nothing is lost.
 */
final class FallbackEngine implements InferenceEngine {
  private final Supplier<InferenceEngine> processor;
  private final Consumer<String> messages;
  private InferenceEngine engine;

  private FallbackEngine(
      InferenceEngine other, Supplier<InferenceEngine> processor, Consumer<String> messages) {
    engine = other;
    this.processor = processor;
    this.messages = messages;
  }

  /** The provider's engine, if it opens, with the processor behind it; or else the processor. */
  static InferenceEngine open(
      EngineProvider provider,
      Network network,
      Standardisation standardisation,
      Supplier<InferenceEngine> processor,
      Consumer<String> messages) {
    try {
      return new FallbackEngine(provider.open(network, standardisation), processor, messages);
    } catch (CudaException | EngineException e) {
      return instead(provider.name(), e, processor, messages);
    }
  }

  private static InferenceEngine instead(
      String name,
      RuntimeException reason,
      Supplier<InferenceEngine> processor,
      Consumer<String> messages) {
    InferenceEngine engine = processor.get();
    messages.accept(
        "the engine %s cannot be used: %s. The engine %s takes its place"
            .formatted(name, reason.getMessage(), engine.name()));
    return engine;
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public String description() {
    return engine.description();
  }

  @Override
  public double[] infer(InferenceBatch batch) {
    try {
      return engine.infer(batch);
    } catch (CudaException | EngineException e) {
      engine.close();
      engine = instead(engine.name(), e, processor, messages);
      return engine.infer(batch);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
