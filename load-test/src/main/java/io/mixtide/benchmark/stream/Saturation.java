package io.mixtide.benchmark.stream;

import org.jspecify.annotations.Nullable;

/**
 * What a service did while it worked off a backlog.
 *
 * @param eventsPerSecond that it committed
 * @param cpuMicros CPU time of its process a record
 * @param allocatedBytes on its heap a record
 * @param residentMib memory of its process after that; null where the system does not tell
 */
record Saturation(
    double eventsPerSecond, double cpuMicros, double allocatedBytes, @Nullable Double residentMib) {

  /** For people. */
  String text() {
    return "%,.0f events/s, %.1f us, %,.0f bytes"
        .formatted(eventsPerSecond, cpuMicros, allocatedBytes);
  }
}
