package io.mixtide.app.topology;

import java.time.Duration;

/**
 * When tasks are closed that no one ends.
 *
 * @param idle event time without an arrival after which a task is closed; zero for never
 * @param maxObservations number of observations at which a task is logged for the last time, at
 *     least 1
 */
public record ClosePolicy(Duration idle, int maxObservations) {}
