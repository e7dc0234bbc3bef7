package io.mixtide.app.trainer;

import io.mixtide.app.releases.PublishedRelease;
import io.mixtide.app.releases.ReleaseListener;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The release in force, as the follower last told. */
final class CurrentRelease implements ReleaseListener {
  private final AtomicReference<@Nullable Release> current = new AtomicReference<>();

  /** The release in force; null before the first. */
  @Nullable Release get() {
    return current.get();
  }

  /** Whether this release is in force. */
  boolean is(String version) {
    Release release = current.get();
    return release != null && release.version().equals(version);
  }

  /**
   * Takes the release in force.
   *
   * @throws io.mixtide.model.release.InvalidReleaseException if it is not a whole release
   */
  @Override
  public void activated(PublishedRelease published) {
    current.set(ReleaseFile.read(published.file()));
  }

  /** Takes what was just activated, unless the follower has told of another release already. */
  void replace(Release former, Release activated) {
    current.compareAndSet(former, activated);
  }

  @Override
  public void rejected(String version, String reason) {
    // The follower has said so, and the release in force stays.
  }
}
