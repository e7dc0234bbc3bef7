package io.mixtide.verify;

import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import java.util.List;

/**
 * One release at work on the task at hand: its inference over the first observations of the
 * context. One that the release cannot take is passed over, as on carrying a task over to it. For
 * one thread.
 */
final class Replay {
  private final Release release;
  private final String engine;
  private final Inference inference;
  private final TaskState state;
  private int taken;

  Replay(Release release, String engine) {
    this.release = release;
    this.engine = engine;
    // Engines give the same bits: one that is not known here is judged by the fastest.
    Kernels kernels = Kernels.of(engine.equals("scalar") ? "scalar" : "vector");
    inference = new Inference(release.network(), release.standardisation(), kernels);
    state = inference.newState();
  }

  Release release() {
    return release;
  }

  /** As outputs name it. */
  String engine() {
    return engine;
  }

  Inference inference() {
    return inference;
  }

  /** After the observations that were taken so far. */
  TaskState state() {
    return state;
  }

  /** Begins with a task, or begins again. */
  void reset() {
    if (taken > 0) {
      inference.reset(state);
      taken = 0;
    }
  }

  /** Brings the state to where it is after the first {@code count} observations. */
  void advance(List<Input.Event> context, int count) {
    if (count < taken) {
      reset();
    }
    while (taken < count) {
      Input.Event event = context.get(taken);
      taken++;
      try {
        inference.observe(state, event.x(), event.y());
      } catch (IllegalArgumentException e) {
        // Accepted under another release, and passed over by this one.
      }
    }
  }

  /**
   * Takes one more observation.
   *
   * @return its log score before it was seen, in nats of the standardised units
   * @throws IllegalArgumentException if this release cannot take it
   */
  double observe(Input.Event event) {
    double score = inference.observe(state, event.x(), event.y());
    taken++;
    return score;
  }

  /** Whether the release can take the values of a record, as far as the task does not matter. */
  boolean acceptsValues(Input input) {
    boolean asks =
        input.asks().stream().allMatch(ask -> release.standardisation().acceptsX(ask.x()));
    return switch (input) {
      case Input.Request _ -> asks;
      case Input.Event event ->
          asks
              && release.standardisation().acceptsX(event.x())
              && release.standardisation().acceptsY(event.y());
    };
  }
}
