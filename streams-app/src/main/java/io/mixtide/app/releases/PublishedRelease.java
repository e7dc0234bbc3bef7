package io.mixtide.app.releases;

import io.mixtide.schemas.ReleaseManifest;

/**
 * A release as it was read from the topic, whole and verified.
 *
 * @param manifest what the publisher said of it
 * @param file the bytes of the release file
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record PublishedRelease(ReleaseManifest manifest, byte[] file) {}
