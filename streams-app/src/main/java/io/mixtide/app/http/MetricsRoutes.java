package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * {@code GET /metrics}: every metric in Prometheus' text format, version 0.0.4.
 *
 * @param registry where the metrics are
 */
public record MetricsRoutes(PrometheusMeterRegistry registry) implements Routes {
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/metrics",
        context -> context.contentType(TEXT_FORMAT).result(registry.scrape(TEXT_FORMAT)));
  }
}
