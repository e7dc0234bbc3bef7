package io.mixtide.app.releases;

import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRecord;
import io.mixtide.schemas.ReleaseShadow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the records of the release topic, with the time of their making. */
record ReleaseRecords(InstantSource clock) {

  /** A release's chunks, and then the manifest that names them. */
  List<ReleaseRecord> release(NewRelease release) {
    List<ReleaseChunk> chunks = ReleaseChunks.split(release.version(), release.file());
    List<ReleaseRecord> records =
        chunks.stream().map(ReleaseRecord::new).collect(Collectors.toCollection(ArrayList::new));
    records.add(
        new ReleaseRecord(
            ReleaseManifest.newBuilder()
                .setVersion(release.version())
                .setParent(release.parent())
                .setSize(release.file().length)
                .setSha256(ReleaseChunks.sha256(release.file()))
                .setChunks(chunks.size())
                .setMetadata(release.metadata())
                .setPublishedAt(clock.instant())
                .build()));
    return records;
  }

  /** The next activation; that of the release in the shadow ends the shadow. */
  List<ReleaseRecord> activation(
      ReleaseCatalog catalog, String version, String by, String reason, boolean rollback) {
    ReleaseRecord activation =
        new ReleaseRecord(
            ReleaseActivation.newBuilder()
                .setVersion(version)
                .setBy(by)
                .setReason(reason)
                .setActivatedAt(clock.instant())
                .setOrdinal(catalog.nextOrdinal())
                .setRollback(rollback)
                .build());
    return catalog.shadow().filter(shadow -> version.equals(shadow.getVersion())).isPresent()
        ? List.of(activation, shadow(null, 0, by, reason))
        : List.of(activation);
  }

  /** What is to run in the shadow; null for none. */
  ReleaseRecord shadow(@Nullable String version, double share, String by, String reason) {
    return new ReleaseRecord(
        ReleaseShadow.newBuilder()
            .setVersion(version)
            .setShare(share)
            .setBy(by)
            .setReason(reason)
            .setSince(clock.instant())
            .build());
  }
}
