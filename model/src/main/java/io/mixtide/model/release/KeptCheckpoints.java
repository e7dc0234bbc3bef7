package io.mixtide.model.release;

import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.TrainingState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints at even distances, as {@link CheckpointFile} writes them.
 *
 * @param resumed what to go on from; null to begin at the beginning
 * @param every steps from one state to the next, at least 1
 * @param training what is trained on what and how, as text
 * @param keeper takes the bytes of each, and keeps the last
 */
public record KeptCheckpoints(
    @Nullable TrainingState resumed, int every, String training, Consumer<byte[]> keeper)
    implements Checkpoints {

  @Override
  public boolean isDue(int step) {
    return step % every == 0;
  }

  @Override
  public void save(TrainingState state) {
    keeper.accept(CheckpointFile.write(state, training));
  }
}
