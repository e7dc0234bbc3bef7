package io.mixtide.app.releases;

import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRecord;

/** The record keys of the release topic; compaction keeps the last record of each. */
final class ReleaseKeys {
  static final String ACTIVATION = "activation";

  private ReleaseKeys() {}

  static String manifest(String version) {
    return "manifest/" + version;
  }

  static String chunk(String version, int index) {
    return "chunk/" + version + "/" + index;
  }

  /** The key under which {@code release} belongs. */
  static String of(ReleaseRecord release) {
    return switch (release.getContent()) {
      case ReleaseChunk chunk -> chunk(chunk.getVersion(), chunk.getIndex());
      case ReleaseManifest manifest -> manifest(manifest.getVersion());
      case ReleaseActivation activation -> ACTIVATION;
      default -> throw new IllegalArgumentException("unknown content " + release.getContent());
    };
  }
}
