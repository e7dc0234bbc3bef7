package io.mixtide.verify;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.InvalidReleaseException;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.Topics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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

  /**
   * The releases that may have been in force: those that outputs name and those that were
   * activated, of one shape, for a release of another is never put in force.
   */
  List<Release> inForce(Set<String> named) {
    Set<String> versions = new LinkedHashSet<>(named);
    topic.catalog().activations().reversed().stream()
        .map(ReleaseActivation::getVersion)
        .forEach(versions::add);
    List<Release> releases = new ArrayList<>();
    for (String version : versions) {
      find(version)
          .filter(release -> releases.isEmpty() || isOfShape(releases.getFirst(), release))
          .ifPresent(releases::add);
    }
    return releases;
  }

  private static boolean isOfShape(Release first, Release other) {
    Architecture a = first.network().architecture();
    Architecture b = other.network().architecture();
    return a.dx() == b.dx() && a.dy() == b.dy();
  }
}
