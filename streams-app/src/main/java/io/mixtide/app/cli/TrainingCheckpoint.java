package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.CheckpointFile;
import io.mixtide.model.release.InvalidReleaseException;
import io.mixtide.model.release.KeptCheckpoints;
import io.mixtide.model.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file in which an interrupted training is kept, to be gone on with by the same command. */
final class TrainingCheckpoint {
  private TrainingCheckpoint() {}

  /**
   * The checkpoint of a training.
   *
   * @param every steps from one state to the next
   * @param training what is trained on what and how, as text
   * @throws UserErrorException if a file is there that this training cannot go on from
   */
  static KeptCheckpoints at(Path file, int every, Architecture architecture, String training) {
    OutputFile output = OutputFile.at("--checkpoint", file);
    return new KeptCheckpoints(
        Files.exists(file) ? read(file, architecture, training) : null,
        every,
        training,
        bytes -> output.write(path -> Files.write(path, bytes)));
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

  /** The training is over: nothing is left to go on from. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UserErrorException("--checkpoint %s cannot be deleted".formatted(file), e);
    }
  }
}
