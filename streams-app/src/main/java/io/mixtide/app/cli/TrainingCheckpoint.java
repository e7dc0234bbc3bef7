package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.CheckpointFile;
import io.mixtide.model.release.InvalidReleaseException;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file in which an interrupted training is kept, to be gone on with by the same command. */
final class TrainingCheckpoint implements Checkpoints {
  private final OutputFile output;
  private final int every;
  private final String training;
  private final @Nullable TrainingState resumed;

  private TrainingCheckpoint(
      OutputFile output, int every, String training, @Nullable TrainingState resumed) {
    this.output = output;
    this.every = every;
    this.training = training;
    this.resumed = resumed;
  }

  /**
   * The checkpoint of a training.
   *
   * @param every steps from one state to the next
   * @param training what is trained on what and how, as text
   * @throws UserErrorException if a file is there that this training cannot go on from
   */
  static TrainingCheckpoint at(Path file, int every, Architecture architecture, String training) {
    OutputFile output = OutputFile.at("--checkpoint", file);
    TrainingState resumed = Files.exists(file) ? read(file, architecture, training) : null;
    return new TrainingCheckpoint(output, every, training, resumed);
  }

  private static TrainingState read(Path file, Architecture architecture, String training) {
    try {
      return CheckpointFile.read(Files.readAllBytes(file), architecture, training);
    } catch (IOException | InvalidReleaseException e) {
      throw new UserErrorException(
          "--checkpoint %s cannot be resumed: %s; name another file, or delete it to begin anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  @Override
  public @Nullable TrainingState resumed() {
    return resumed;
  }

  @Override
  public boolean isDue(int step) {
    return step % every == 0;
  }

  @Override
  public void save(TrainingState state) {
    output.write(path -> Files.write(path, CheckpointFile.write(state, training)));
  }

  /** The training is over: nothing is left to go on from. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UserErrorException("--checkpoint %s cannot be deleted".formatted(file), e);
    }
  }
}
