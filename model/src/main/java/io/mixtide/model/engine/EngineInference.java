package io.mixtide.model.engine;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskInference;
import io.mixtide.model.inference.TaskState;
import java.util.List;
import java.util.function.Consumer;

/**
 * An engine of batches at work on one task after another: every arrival and every query is a batch
 * of its own.
 */
final class EngineInference implements TaskInference {
  private static final double[] NOTHING = {};

  private final InferenceEngine engine;
  private final Inference processor;

  /**
   * @param engine closed with this
   * @param processor makes states without observations, and infers where the engine is the
   *     processor too
   */
  EngineInference(InferenceEngine engine, Inference processor) {
    this.engine = engine;
    this.processor = processor;
  }

  @Override
  public String engine() {
    return engine.name();
  }

  @Override
  public TaskState newState() {
    return processor.newState();
  }

  @Override
  public void reset(TaskState state) {
    processor.reset(state);
  }

  @Override
  public double observe(TaskState state, double[] x, double[] y) {
    return Inference.finite(
        engine.infer(new InferenceBatch(List.of(state), x, y, List.of(), NOTHING, List.of()))[0]);
  }

  @Override
  public int observeAll(
      TaskState state, List<double[]> x, List<double[]> y, Consumer<TaskState> taken) {
    if (isProcessor()) {
      return processor.observeAll(state, x, y, taken);
    }
    for (int i = 0; i < x.size(); i++) {
      try {
        observe(state, x.get(i), y.get(i));
      } catch (IllegalArgumentException e) {
        return i;
      }
      taken.accept(state);
    }
    return x.size();
  }

  /** Then the bits are the same, and many observations of one task take less time. */
  private boolean isProcessor() {
    return engine.name().equals(processor.engine());
  }

  @Override
  public void predict(TaskState state, double[] x, Mixture mixture) {
    engine.infer(
        new InferenceBatch(List.of(), NOTHING, NOTHING, List.of(state), x, List.of(mixture)));
  }

  @Override
  public Mixture newMixture() {
    return processor.newMixture();
  }

  @Override
  public void close() {
    engine.close();
  }
}
