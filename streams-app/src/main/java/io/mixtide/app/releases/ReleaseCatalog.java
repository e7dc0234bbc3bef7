package io.mixtide.app.releases;

import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRecord;
import io.mixtide.schemas.ReleaseRefusal;
import io.mixtide.schemas.ReleaseShadow;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is on the release topic, without the bytes: the releases by version, which one was put in
 * force when, which one runs in the shadow, and what was refused. Built from the topic's records in
 * their order.
 */
public final class ReleaseCatalog {
  private final Map<String, ReleaseManifest> manifests = new TreeMap<>();
  private final Map<String, ReleaseRefusal> refusals = new TreeMap<>();
  private final Map<String, Integer> revisions = new HashMap<>();
  private final TreeMap<Integer, ReleaseActivation> activations = new TreeMap<>();
  private @Nullable ReleaseShadow shadow;

  ReleaseCatalog() {}

  /** The manifests of all releases, in the order of their publication. */
  public List<ReleaseManifest> manifests() {
    return manifests.values().stream()
        .sorted(Comparator.comparing(ReleaseManifest::getPublishedAt))
        .toList();
  }

  /** The manifest of the release {@code version}. */
  public Optional<ReleaseManifest> manifest(String version) {
    return Optional.ofNullable(manifests.get(ReleaseKeys.manifest(version)));
  }

  /** The newest activation; its release may be missing or damaged. */
  public Optional<ReleaseActivation> activation() {
    return Optional.ofNullable(activations.lastEntry()).map(Map.Entry::getValue);
  }

  /** All activations, the oldest first. */
  public List<ReleaseActivation> activations() {
    return List.copyOf(activations.values());
  }

  /**
   * The release that a rollback goes back to: the one that was in force before the present one was
   * activated. Activations are a stack: each but that of the release in force puts one on top, a
   * rollback takes one off.
   */
  public Optional<String> former() {
    Deque<String> stack = new ArrayDeque<>();
    for (ReleaseActivation next : activations.values()) {
      if (next.getRollback()) {
        stack.pollLast();
      }
      if (!next.getVersion().equals(stack.peekLast())) {
        stack.addLast(next.getVersion());
      }
    }
    stack.pollLast();
    return Optional.ofNullable(stack.peekLast());
  }

  /** The release that is to run in the shadow, if one is: its version is never null. */
  public Optional<ReleaseShadow> shadow() {
    return Optional.ofNullable(shadow);
  }

  /** What was trained and not released, in the order of time. */
  public List<ReleaseRefusal> refusals() {
    return refusals.values().stream()
        .sorted(Comparator.comparing(ReleaseRefusal::getRefusedAt))
        .toList();
  }

  /** Changes whenever a chunk or the manifest of {@code version} is written. */
  int revision(String version) {
    return revisions.getOrDefault(version, 0);
  }

  /** How many activations there were. */
  int nextOrdinal() {
    return activations.isEmpty() ? 0 : activations.lastKey() + 1;
  }

  /** Takes in a record; null deletes what was under its key. */
  void accept(String key, @Nullable ReleaseRecord release) {
    if (release == null) {
      delete(key);
      return;
    }
    switch (release.getContent()) {
      case ReleaseChunk chunk -> revisions.merge(chunk.getVersion(), 1, Integer::sum);
      case ReleaseManifest manifest -> {
        manifests.put(key, manifest);
        revisions.merge(manifest.getVersion(), 1, Integer::sum);
      }
      case ReleaseActivation activation -> activations.put(activation.getOrdinal(), activation);
      case ReleaseShadow newest -> shadow = newest.getVersion() == null ? null : newest;
      case ReleaseRefusal refusal -> refusals.put(key, refusal);
      default -> throw new IllegalArgumentException("unknown content " + release.getContent());
    }
  }

  private void delete(String key) {
    manifests.remove(key);
    refusals.remove(key);
    activations.keySet().removeIf(ordinal -> ReleaseKeys.activation(ordinal).equals(key));
    if (key.equals(ReleaseKeys.SHADOW)) {
      shadow = null;
    }
  }
}
