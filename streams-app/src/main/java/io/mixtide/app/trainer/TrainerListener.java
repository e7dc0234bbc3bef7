package io.mixtide.app.trainer;

/** Told what a trainer does, on its threads. */
public interface TrainerListener {
  /** One that does not listen. */
  TrainerListener NONE = new TrainerListener() {};

  /** Another trainer has the log; this one waits to take over. */
  default void standsBy() {}

  /** A round begins, or is taken up again. */
  default void started(RoundPlan plan) {}

  /** Another tenth of a round's steps is done; {@code step} counts from 1. */
  default void progressed(RoundPlan plan, int step) {}

  /** A round is over. */
  default void ended(RoundResult result) {}
}
