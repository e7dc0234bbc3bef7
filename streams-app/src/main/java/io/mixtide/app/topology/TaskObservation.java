package io.mixtide.app.topology;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An observation of a task as it was accepted.
 *
 * @param sequence ordinal of its arrival in the task, from 1
 * @param eventTime when it was made
 * @param id the sender's name for it, if any
 * @param x {@code [dx]}, in the user's units
 * @param y {@code [dy]}, in the user's units
 */
@SuppressWarnings("ArrayRecordComponent") // read once, element by element
public record TaskObservation(
    long sequence, Instant eventTime, @Nullable String id, double[] x, double[] y) {}
