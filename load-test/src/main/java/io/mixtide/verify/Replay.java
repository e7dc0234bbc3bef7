package io.mixtide.verify;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.engine.EngineChoice;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskInference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.release.Release;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One release at work on the task at hand: its inference over the first observations of the
 * context. One that the release cannot take is passed over, as on carrying a task over to it. For
 * one thread.
 */
final class Replay {
  private final Release release;
  private final String engine;
  private final TaskInference inference;
  private final Inference scorer;
  private final TaskState state;
  private int taken;
  private @Nullable AmbiguityScores scores;

  /**
   * A release on an engine.
   *
   * @throws UserErrorException if only that engine gives its bits, and it is not to be had here
   */
  Replay(Release release, String engine) {
    this.release = release;
    this.engine = engine;
    EngineChoice choice = choice(engine);
    inference =
        choice.inference(
            release.network(),
            release.standardisation(),
            line -> {
              throw new UserErrorException(line + ", with other bits");
            });
    scorer = new Inference(release.network(), release.standardisation(), choice.kernels());
    state = inference.newState();
  }

  /** All but ND4J give the same bits: one that is not known here is judged by the fastest. */
  private static EngineChoice choice(String engine) {
    if (!engine.equals("nd4j")) {
      return EngineChoice.of(engine.equals("scalar") ? "scalar" : "vector");
    }
    EngineChoice choice = EngineChoice.of(engine);
    if (choice.provider() == null) {
      throw new UserErrorException(
          "outputs of the engine nd4j can be judged by it alone: " + choice.description());
    }
    return choice;
  }

  Release release() {
    return release;
  }

  /** As outputs name it. */
  String engine() {
    return engine;
  }

  TaskInference inference() {
    return inference;
  }

  /**
   * The log score of an observation if it came now, in nats of the standardised units.
   *
   * @throws IllegalArgumentException if this release cannot take it
   */
  double score(Input.Event event) {
    return scorer.score(state, event.x(), event.y());
  }

  /** After the observations that were taken so far. */
  TaskState state() {
    return state;
  }

  /** The scores of the state, which take as long as an inference. */
  AmbiguityScores scores() {
    if (scores == null) {
      scores = AmbiguityScores.of(state.alpha());
    }
    return scores;
  }

  /** Begins with a task, or begins again. */
  void reset() {
    if (taken > 0) {
      scores = null;
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
      scores = null;
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
    scores = null;
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
