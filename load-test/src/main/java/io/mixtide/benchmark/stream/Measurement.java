package io.mixtide.benchmark.stream;

/**
 * What one round gave of one service.
 *
 * @param saturation from a backlog
 * @param rate events a second that latency was measured at: half of that at saturation
 * @param p50Ms median latency, from when an event was due to the receipt of its posterior
 * @param p99Ms likewise 99%
 * @param p999Ms likewise 99.9%
 */
record Measurement(Saturation saturation, double rate, double p50Ms, double p99Ms, double p999Ms) {

  double eventsPerSecond() {
    return saturation.eventsPerSecond();
  }

  double cpuMicros() {
    return saturation.cpuMicros();
  }

  double allocatedBytes() {
    return saturation.allocatedBytes();
  }
}
