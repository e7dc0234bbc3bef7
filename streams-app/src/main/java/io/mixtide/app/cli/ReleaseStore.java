package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.releases.PublishedRelease;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.InvalidReleaseException;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.Topics;
import java.time.InstantSource;
import java.util.Optional;

/** The topic of releases as commands see it: with releases that are read as models. */
record ReleaseStore(ReleaseTopic topic) {

  /** A release from the topic: what was published, and the model that it is. */
  record Stored(PublishedRelease published, Release release) {}

  /**
   * Connects to the cluster of the settings.
   *
   * @throws UserErrorException if no broker answers, or the registry is one that no one shares
   */
  static ReleaseStore of(SettingsOptions options) {
    Settings settings = options.settings();
    settings.requireSharedRegistry();
    Topics topics = new Topics(settings.topicPrefix());
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      // Says in seconds, where a producer takes a minute, that no broker answers.
      admin.describe();
    }
    return of(settings);
  }

  /** The same for a cluster that is known to answer. */
  static ReleaseStore of(Settings settings) {
    Topics topics = new Topics(settings.topicPrefix());
    return new ReleaseStore(
        new ReleaseTopic(
            new ReleaseConnection(
                topics.releases(), settings.clientProperties(), settings.valueSerde()),
            InstantSource.system()));
  }

  /** Who gives the command, for those who read the list. */
  static String user() {
    return System.getProperty("user.name", "unknown");
  }

  /**
   * Reads a release.
   *
   * @throws UserErrorException if there is none of this version, or what is there is none
   */
  Stored read(String version) {
    PublishedRelease published = topic.read(version);
    try {
      return new Stored(published, ReleaseFile.read(published.file()));
    } catch (InvalidReleaseException e) {
      throw new UserErrorException(
          "what was published as %s is no release that this program can read: %s"
              .formatted(version, e.getMessage()),
          e);
    }
  }

  /**
   * Says before it is put in force or in the shadow what the service would refuse it for.
   *
   * @throws UserErrorException if tasks under the release in force could not go on under this one
   */
  void requireSameShape(Release release) {
    Optional<Release> inForce = inForce();
    if (inForce.isPresent()) {
      Architecture present = inForce.get().network().architecture();
      Architecture wanted = release.network().architecture();
      if (present.dx() != wanted.dx() || present.dy() != wanted.dy()) {
        throw new UserErrorException(
            "release %s takes dx %d, dy %d where the tasks under release %s have %d, %d: use other topics for it"
                .formatted(
                    release.version(),
                    wanted.dx(),
                    wanted.dy(),
                    inForce.get().version(),
                    present.dx(),
                    present.dy()));
      }
    }
  }

  private Optional<Release> inForce() {
    try {
      return topic
          .catalog()
          .activation()
          .map(ReleaseActivation::getVersion)
          .map(version -> read(version).release());
    } catch (UserErrorException e) {
      // One that cannot be read is not in force, and must be replaceable.
      return Optional.empty();
    }
  }
}
