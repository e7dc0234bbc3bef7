package io.mixtide.model.engine;

import io.mixtide.model.cuda.CudaDriver;
import io.mixtide.model.cuda.CudaException;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.function.Consumer;

/**
 * One model at work on batches of tasks: an arrival for each of some tasks, then queries.
 *
 * <p>Every engine gives what {@link Inference} gives for one task after another: {@code vector} and
 * {@code scalar} to the bit; {@code cuda} posteriors within 1e-4, relatively, and log-likelihoods
 * within 1e-4 nats. Each gives the same bits for the same batch, and a task's results do not depend
 * on what else is in its batch. Holds scratch space: one instance serves one thread.
 */
public interface InferenceEngine extends AutoCloseable {

  /** The name that outputs carry as their engine: {@code vector}, {@code scalar}, {@code cuda}. */
  String name();

  /** What it runs on, for people. */
  String description();

  /**
   * Takes every arrival into its task's context, then answers the queries.
   *
   * @return scores of the arrivals and mixtures for the queries
   * @throws IllegalArgumentException if the batch does not have this model's shape, or an x that is
   *     asked for is not finite or out of the model's range; no state has changed then
   */
  Inferences infer(InferenceBatch batch);

  /** Gives back what the engine holds outside Java's heap. */
  @Override
  void close();

  /**
   * Opens an engine by the name in the settings. Where {@code cuda} cannot be, or fails later on,
   * {@code vector} takes its place, and nothing is lost.
   *
   * @param name {@code auto} (which is {@code vector}: record by record it is the faster one),
   *     {@code vector}, {@code scalar} or {@code cuda}
   * @param messages told which engine it is, and when another takes its place and why, in a line
   * @throws IllegalArgumentException for any other name
   */
  static InferenceEngine open(
      String name, Network network, Standardisation standardisation, Consumer<String> messages) {
    InferenceEngine engine =
        switch (name) {
          case "cuda" ->
              FallbackEngine.open(
                  () -> cuda(CudaDriver.LIBRARY, network, standardisation),
                  () -> cpu("vector", network, standardisation),
                  messages);
          case "auto" -> cpu("vector", network, standardisation);
          default -> cpu(name, network, standardisation);
        };
    messages.accept("engine: " + engine.description());
    return engine;
  }

  private static InferenceEngine cpu(
      String kernels, Network network, Standardisation standardisation) {
    return new CpuEngine(network, standardisation, Kernels.of(kernels));
  }

  private static InferenceEngine cuda(
      String library, Network network, Standardisation standardisation) {
    if (!(network instanceof InputNetwork input)) {
      throw new CudaException("it has no kernels for context experts");
    }
    return new CudaEngine(new CudaDriver(library), input, standardisation);
  }
}
