package io.mixtide.app.releases;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a follower says; refuses the versions that begin with "refused". */
final class RecordingListener implements ReleaseListener {
  final List<PublishedRelease> activated = new CopyOnWriteArrayList<>();
  final List<String> rejected = new CopyOnWriteArrayList<>();

  /** What ran in the shadow one after another, with its share; "none" where it ended. */
  final List<String> shadows = new CopyOnWriteArrayList<>();

  @Override
  public void activated(PublishedRelease release) {
    require(release);
    activated.add(release);
  }

  @Override
  public void shadowed(PublishedRelease release, double share) {
    require(release);
    shadows.add(release.manifest().getVersion() + " " + share);
  }

  @Override
  public void unshadowed() {
    shadows.add("none");
  }

  private static void require(PublishedRelease release) {
    if (release.manifest().getVersion().startsWith("refused")) {
      throw new IllegalArgumentException("not a model");
    }
  }

  @Override
  public void rejected(String version, String reason) {
    rejected.add(version + ": " + reason);
  }

  List<String> versions() {
    return activated.stream().map(release -> release.manifest().getVersion()).toList();
  }
}
