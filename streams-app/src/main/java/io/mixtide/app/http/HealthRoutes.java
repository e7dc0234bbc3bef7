package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /health/live} answers 200 while the process runs; {@code GET /health/ready} answers
 * 200 when it takes traffic, and before that 503 with the reason, both as plain text.
 *
 * @param notReady the reason why the service takes no traffic, empty if it does; asked per request
 */
public record HealthRoutes(Supplier<Optional<String>> notReady) implements Routes {
  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/health/live", context -> context.result("live\n"));
    routes.get(
        "/health/ready",
        context -> {
          Optional<String> reason = notReady.get();
          context
              .status(reason.isPresent() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
              .result(reason.orElse("ready") + "\n");
        });
  }
}
