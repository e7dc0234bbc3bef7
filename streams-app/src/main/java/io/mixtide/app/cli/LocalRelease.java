package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.release.InvalidReleaseException;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a release from a file that the user named. */
final class LocalRelease {
  private LocalRelease() {}

  /**
   * The release in a file.
   *
   * @throws UserErrorException if there is none
   */
  static Release read(Path file) {
    return read(file, bytes(file));
  }

  /** As {@link #read(Path)}, of the file's bytes where they are needed too. */
  static Release read(Path file, byte[] bytes) {
    try {
      return ReleaseFile.read(bytes);
    } catch (InvalidReleaseException e) {
      throw new UserErrorException(
          "%s cannot be used: %s Is it what 'mixtide train' wrote?".formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * The bytes of a file.
   *
   * @throws UserErrorException if there is none
   */
  static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserErrorException(
          "%s: there is no such file; 'mixtide train' makes a release".formatted(file));
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UserErrorException("%s cannot be read (%s)".formatted(file, e.getMessage()), e);
    }
  }
}
