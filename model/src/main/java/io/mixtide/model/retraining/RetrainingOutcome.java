package io.mixtide.model.retraining;

import org.jspecify.annotations.Nullable;

/**
 * What a round came to.
 *
 * @param version of the candidate; where none came of the round, a name that only this round has
 * @param file the candidate's bytes as {@link io.mixtide.model.release.ReleaseFile} reads them;
 *     null if there is none
 * @param report of the gate
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record RetrainingOutcome(String version, byte @Nullable [] file, GateReport report) {}
