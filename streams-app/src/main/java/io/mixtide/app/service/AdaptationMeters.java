package io.mixtide.app.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mixtide.app.topology.AdaptationListener;
import io.mixtide.model.drift.DriftStatistic;
import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.DeadLetterReason;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * What becomes of records, among the metrics: {@code mixtide.observations}, {@code
 * mixtide.predictions}, {@code mixtide.alerts}, {@code mixtide.dead.letters}, {@code
 * mixtide.drift}, and {@code mixtide.latency}, from a record's timestamp until its observation is
 * taken; its outputs are seen when their transaction commits, up to {@code commit.interval.ms}
 * later.
 */
final class AdaptationMeters implements AdaptationListener {
  /** Bounds of the histogram, milliseconds. */
  private static final long[] LATENCIES = {
    5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000
  };

  private final LongSupplier clock;
  private final Counter observations;
  private final Counter predictions;
  private final Counter[][] alerts;
  private final Counter[] deadLetters;
  private final Counter[] drift;
  private final Timer latency;

  /**
   * Adds the metrics.
   *
   * @param clock milliseconds since 1970
   */
  AdaptationMeters(MeterRegistry registry, LongSupplier clock) {
    this.clock = clock;
    observations =
        Counter.builder("mixtide.observations")
            .description("Observations taken into their task's context")
            .register(registry);
    predictions =
        Counter.builder("mixtide.predictions").description("Queries answered").register(registry);
    alerts = new Counter[AlertKind.values().length][AlertState.values().length];
    for (AlertKind kind : AlertKind.values()) {
      for (AlertState state : AlertState.values()) {
        alerts[kind.ordinal()][state.ordinal()] =
            Counter.builder("mixtide.alerts")
                .description("Alerts raised and cleared")
                .tag("kind", label(kind))
                .tag("state", label(state))
                .register(registry);
      }
    }
    deadLetters = new Counter[DeadLetterReason.values().length];
    for (DeadLetterReason reason : DeadLetterReason.values()) {
      deadLetters[reason.ordinal()] =
          Counter.builder("mixtide.dead.letters")
              .description("Records that could not be used")
              .tag("reason", label(reason))
              .register(registry);
    }
    drift = new Counter[DriftStatistic.values().length];
    for (DriftStatistic statistic : DriftStatistic.values()) {
      drift[statistic.ordinal()] =
          Counter.builder("mixtide.drift")
              .description("How often drift was raised")
              .tag("statistic", label(statistic))
              .register(registry);
    }
    latency =
        Timer.builder("mixtide.latency")
            .description("From a record's timestamp until its observation is taken")
            .serviceLevelObjectives(
                LongStream.of(LATENCIES).mapToObj(Duration::ofMillis).toArray(Duration[]::new))
            .register(registry);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void observed(long timestamp) {
    observations.increment();
    // A clock that is behind the producer's makes it negative, which a timer does not take.
    latency.record(Math.max(0, clock.getAsLong() - timestamp), TimeUnit.MILLISECONDS);
  }

  @Override
  public void predicted() {
    predictions.increment();
  }

  @Override
  public void alerted(AlertKind kind, AlertState state) {
    alerts[kind.ordinal()][state.ordinal()].increment();
  }

  @Override
  public void refused(DeadLetterReason reason) {
    deadLetters[reason.ordinal()].increment();
  }

  @Override
  public void drifted(DriftStatistic statistic) {
    drift[statistic.ordinal()].increment();
  }
}
