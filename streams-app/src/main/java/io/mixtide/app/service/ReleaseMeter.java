package io.mixtide.app.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Which release is in force, among the metrics: {@code mixtide.release.in.force} is 1 for it and 0
 * for those that were before it.
 *
 * @param inForce told when it changes
 */
record ReleaseMeter(ReleaseInForce inForce) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    inForce.onChange(version ->
        Gauge.builder("mixtide.release.in.force", () -> value(version))
            .description("1 for the release in force, 0 for former ones")
            .tag("release", version)
            .strongReference(true)
            .register(registry));
  }

  private double value(String version) {
    return inForce.get().version().equals(version) ? 1 : 0;
  }
}
