package io.mixtide.app.releases;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A release to publish.
 *
 * @param version its name: letters, digits, '.', '_' and '-'
 * @param parent the version it was trained from, null for none
 * @param file the bytes of the release file, not empty
 * @param metadata provenance, scores and thresholds by name
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record NewRelease(
    String version, @Nullable String parent, byte[] file, Map<String, String> metadata) {}
