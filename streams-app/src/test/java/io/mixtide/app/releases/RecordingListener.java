package io.mixtide.app.releases;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a follower says; refuses the versions that begin with "refused". */
final class RecordingListener implements ReleaseListener {
  final List<PublishedRelease> activated = new CopyOnWriteArrayList<>();
  final List<String> rejected = new CopyOnWriteArrayList<>();

  @Override
  public void activated(PublishedRelease release) {
    if (release.manifest().getVersion().startsWith("refused")) {
      throw new IllegalArgumentException("not a model");
    }
    activated.add(release);
  }

  @Override
  public void rejected(String version, String reason) {
    rejected.add(version + ": " + reason);
  }

  List<String> versions() {
    return activated.stream().map(release -> release.manifest().getVersion()).toList();
  }
}
