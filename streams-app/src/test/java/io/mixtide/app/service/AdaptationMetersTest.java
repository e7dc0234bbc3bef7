package io.mixtide.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.mixtide.model.drift.DriftStatistic;
import io.mixtide.schemas.AlertKind;
import io.mixtide.schemas.AlertState;
import io.mixtide.schemas.DeadLetterReason;
import org.junit.jupiter.api.Test;

class AdaptationMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Test
  void shouldCountUnderTheNamesThatDashboardsAskFor() {
    AdaptationMeters meters = new AdaptationMeters(registry, () -> 1_030);
    meters.observed(1_000);
    // Made by a clock that is ahead.
    meters.observed(2_000);
    meters.predicted();
    meters.alerted(AlertKind.NOVELTY, AlertState.RAISED);
    meters.refused(DeadLetterReason.WRONG_WIDTH);
    meters.drifted(DriftStatistic.ALERT_RATE);

    assertThat(registry.scrape().lines())
        .contains(
            "mixtide_observations_total 2.0",
            "mixtide_predictions_total 1.0",
            "mixtide_alerts_total{kind=\"novelty\",state=\"raised\"} 1.0",
            "mixtide_alerts_total{kind=\"ambiguity\",state=\"cleared\"} 0.0",
            "mixtide_dead_letters_total{reason=\"wrong_width\"} 1.0",
            "mixtide_drift_total{statistic=\"alert_rate\"} 1.0",
            "mixtide_latency_seconds_bucket{le=\"0.02\"} 1",
            "mixtide_latency_seconds_bucket{le=\"0.05\"} 2",
            "mixtide_latency_seconds_count 2");
  }
}
