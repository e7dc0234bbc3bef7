package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.ReleaseActivation;
import java.nio.file.Path;

/** A release in a file of the operator's, to be published and put in force. */
public final class ReleaseFromFile {
  private final byte[] bytes;
  private final Release release;

  private ReleaseFromFile(byte[] bytes, Release release) {
    this.bytes = bytes;
    this.release = release;
  }

  /**
   * Reads a file.
   *
   * @throws UserErrorException if it holds no release
   */
  public static ReleaseFromFile read(Path file) {
    byte[] bytes = LocalRelease.bytes(file);
    return new ReleaseFromFile(bytes, LocalRelease.read(file, bytes));
  }

  Release release() {
    return release;
  }

  NewRelease toPublish() {
    return new NewRelease(release.version(), release.parent(), bytes, ReleaseFile.metadata(bytes));
  }

  /** Its version. */
  public String version() {
    return release.version();
  }

  /** Numbers in an x. */
  public int dx() {
    return release.network().architecture().dx();
  }

  /** Numbers in a y. */
  public int dy() {
    return release.network().architecture().dy();
  }

  /**
   * Checks that putting it in force would change something.
   *
   * @throws UserErrorException if it is in force already
   */
  public void requireNotInForce(Settings settings) {
    boolean inForce =
        ReleaseStore.of(settings)
            .topic()
            .catalog()
            .activation()
            .map(ReleaseActivation::getVersion)
            .filter(version()::equals)
            .isPresent();
    if (inForce) {
      throw new UserErrorException(
          "release %s is in force already: choose another one".formatted(version()));
    }
  }

  /**
   * Publishes it and puts it in force, as {@code mixtide releases publish --activate} does.
   *
   * @param reason why, in a sentence; may be empty
   */
  public void putInForce(Settings settings, String reason) {
    ReleaseTopic topic = ReleaseStore.of(settings).topic();
    topic.publish(toPublish());
    topic.activate(version(), ReleaseStore.user(), reason);
  }
}
