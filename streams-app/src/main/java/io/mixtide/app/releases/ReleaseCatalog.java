package io.mixtide.app.releases;

import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is on the release topic, without the bytes: the releases by version, and which one is
 * activated. Built from the topic's records in their order.
 */
public final class ReleaseCatalog {
  private final Map<String, ReleaseManifest> manifests = new TreeMap<>();
  private final Map<String, Integer> revisions = new HashMap<>();
  private @Nullable ReleaseActivation activation;

  ReleaseCatalog() {}

  /** The manifests of all releases, in the order of their publication. */
  public List<ReleaseManifest> manifests() {
    return manifests.values().stream()
        .sorted((a, b) -> a.getPublishedAt().compareTo(b.getPublishedAt()))
        .toList();
  }

  /** The manifest of the release {@code version}. */
  public Optional<ReleaseManifest> manifest(String version) {
    return Optional.ofNullable(manifests.get(ReleaseKeys.manifest(version)));
  }

  /** The newest activation; its release may be missing or damaged. */
  public Optional<ReleaseActivation> activation() {
    return Optional.ofNullable(activation);
  }

  /** Changes whenever a chunk or the manifest of {@code version} is written. */
  int revision(String version) {
    return revisions.getOrDefault(version, 0);
  }

  /** Takes in a record; null deletes what was under its key. */
  void accept(String key, @Nullable ReleaseRecord release) {
    if (release == null) {
      manifests.remove(key);
      return;
    }
    switch (release.getContent()) {
      case ReleaseChunk chunk -> revisions.merge(chunk.getVersion(), 1, Integer::sum);
      case ReleaseManifest manifest -> {
        manifests.put(key, manifest);
        revisions.merge(manifest.getVersion(), 1, Integer::sum);
      }
      case ReleaseActivation newest -> activation = newest;
      default -> throw new IllegalArgumentException("unknown content " + release.getContent());
    }
  }
}
