package io.mixtide.benchmark.stream;

import org.jspecify.annotations.Nullable;

/**
 * What one round gave of one service.
 *
 * @param eventsPerSecond at saturation
 * @param rate events a second that latency was measured at: half of that
 * @param p50Ms median latency, from when an event was due to the receipt of its posterior
 * @param p99Ms likewise 99%
 * @param p999Ms likewise 99.9%
 * @param cpuMicros CPU time of the service's process a record at saturation
 * @param allocatedBytes on its heap a record at saturation
 * @param residentMib memory of its process after that; null where the system does not tell
 */
record Measurement(
    double eventsPerSecond,
    double rate,
    double p50Ms,
    double p99Ms,
    double p999Ms,
    double cpuMicros,
    double allocatedBytes,
    @Nullable Double residentMib) {}
