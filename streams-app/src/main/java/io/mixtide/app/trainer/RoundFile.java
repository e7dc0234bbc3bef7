package io.mixtide.app.trainer;

import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.CheckpointFile;
import io.mixtide.model.release.InvalidReleaseException;
import io.mixtide.model.release.KeptCheckpoints;
import io.mixtide.model.training.Checkpoints;
import io.mixtide.model.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the state of the round under way. A round can do without: if it cannot be written
 * or read, only the steps since are done again.
 */
record RoundFile(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(RoundFile.class);

  /** Checkpoints of a training, going on from the one in the file if it is of the same. */
  Checkpoints checkpoints(int every, Architecture architecture, String training) {
    return new KeptCheckpoints(read(architecture, training), every, training, this::write);
  }

  private @Nullable TrainingState read(Architecture architecture, String training) {
    if (!Files.exists(path)) {
      return null;
    }
    try {
      return CheckpointFile.read(Files.readAllBytes(path), architecture, training);
    } catch (IOException | InvalidReleaseException e) {
      LOG.warn("The round begins anew, for {} is of no use: {}", path, e.getMessage());
      return null;
    }
  }

  private void write(byte[] state) {
    Path partial = path.resolveSibling(path.getFileName() + ".partial");
    try {
      Files.write(partial, state);
      Files.move(
          partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("The state of the round cannot be kept in {}: {}", path, e.toString());
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("A file of no further use stays", e);
    }
  }
}
