package io.mixtide.model.training;

import org.jspecify.annotations.Nullable;

/** Where a training leaves what it would go on from, and finds it again. */
public interface Checkpoints {
  /** A training that begins at the beginning and leaves nothing. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public @Nullable TrainingState resumed() {
          return null;
        }

        @Override
        public boolean isDue(int step) {
          return false;
        }

        @Override
        public void save(TrainingState state) {}
      };

  /** What to go on from; null to begin at the beginning. */
  @Nullable TrainingState resumed();

  /** Whether to {@link #save} after this step, counted from 1. */
  boolean isDue(int step);

  /** Takes the state after a step. */
  void save(TrainingState state);
}
