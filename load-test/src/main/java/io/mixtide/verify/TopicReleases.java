package io.mixtide.verify;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.model.release.InvalidReleaseException;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.Topics;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The releases of a run, each read from its topic when it is first asked for. */
final class TopicReleases implements KnownReleases {
  private final ReleaseTopic topic;
  private final Map<String, Optional<Release>> found = new HashMap<>();

  TopicReleases(Settings settings) {
    topic =
        new ReleaseTopic(
            new ReleaseConnection(
                new Topics(settings.topicPrefix()).releases(),
                settings.clientProperties(),
                settings.valueSerde()),
            InstantSource.system());
  }

  @Override
  public Optional<Release> find(String version) {
    Optional<Release> release = found.get(version);
    if (release == null) {
      release = read(version);
      found.put(version, release);
    }
    return Objects.requireNonNull(release);
  }

  private Optional<Release> read(String version) {
    try {
      return Optional.of(ReleaseFile.read(topic.read(version).file()))
          .filter(release -> release.version().equals(version));
    } catch (UserErrorException | InvalidReleaseException e) {
      // It is not there, or not whole.
      return Optional.empty();
    }
  }

  @Override
  public List<String> activated() {
    return topic.catalog().activations().reversed().stream()
        .map(ReleaseActivation::getVersion)
        .toList();
  }
}
