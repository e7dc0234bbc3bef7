package io.mixtide.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The replays of the task at hand by every release and engine that its outputs name, over one
 * context: the observations that were counted. For one thread.
 */
final class Replays {

  private record Name(String release, String engine) {}

  private final KnownReleases releases;
  private final Map<Name, Optional<Replay>> replays = new HashMap<>();
  private final List<Input.Event> context = new ArrayList<>();
  private final List<Replay> candidates = new ArrayList<>();

  Replays(KnownReleases releases) {
    this.releases = releases;
  }

  /**
   * Says which releases may have been in force: by them it is judged whether a record was out of
   * range.
   */
  void mayBeInForce(Collection<String> versions) {
    versions.forEach(version -> find(version, "vector").ifPresent(candidates::add));
  }

  /** Begins with another task. */
  void begin() {
    context.clear();
    rewind();
  }

  /** Forgets what the replays took that is not in the context. */
  void rewind() {
    replays.values().forEach(replay -> replay.ifPresent(Replay::reset));
  }

  /** The observations counted so far, in their order. */
  List<Input.Event> context() {
    return context;
  }

  /** The replay that an output names; null if its release is unknown. */
  @Nullable Replay of(Output output) {
    return find(output.release(), output.engine()).orElse(null);
  }

  /** The releases that may have been in force. */
  List<Replay> candidates() {
    return candidates;
  }

  private Optional<Replay> find(String release, String engine) {
    Name name = new Name(release, engine);
    Optional<Replay> found = replays.get(name);
    if (found == null) {
      found = releases.find(release).map(known -> new Replay(known, engine));
      replays.put(name, found);
    }
    return Objects.requireNonNull(found);
  }
}
