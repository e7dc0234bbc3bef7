package io.mixtide.app.releases;

import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRecord;
import io.mixtide.schemas.ReleaseRefusal;
import io.mixtide.schemas.ReleaseShadow;

/** The record keys of the release topic; compaction keeps the last record of each. */
final class ReleaseKeys {
  static final String SHADOW = "shadow";

  private ReleaseKeys() {}

  static String manifest(String version) {
    return "manifest/" + version;
  }

  static String chunk(String version, int index) {
    return "chunk/" + version + "/" + index;
  }

  /** Every activation has a key of its own, so that compaction keeps the history. */
  static String activation(int ordinal) {
    return "activation/" + ordinal;
  }

  static String refusal(String version) {
    return "refusal/" + version;
  }

  /** The key under which {@code release} belongs. */
  static String of(ReleaseRecord release) {
    return switch (release.getContent()) {
      case ReleaseChunk chunk -> chunk(chunk.getVersion(), chunk.getIndex());
      case ReleaseManifest manifest -> manifest(manifest.getVersion());
      case ReleaseActivation activation -> activation(activation.getOrdinal());
      case ReleaseShadow _ -> SHADOW;
      case ReleaseRefusal refusal -> refusal(refusal.getVersion());
      default -> throw new IllegalArgumentException("unknown content " + release.getContent());
    };
  }
}
