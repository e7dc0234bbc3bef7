package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code GET /health/live} answers 200 unless the service has failed for good, then 503; {@code GET
 * /health/ready} answers 200 when it takes traffic, and before that 503 with the reason, both as
 * plain text.
 *
 * @param live whether waiting can still help; asked per request
 * @param notReady the reason why the service takes no traffic, empty if it does; asked per request
 */
public record HealthRoutes(BooleanSupplier live, Supplier<Optional<String>> notReady)
    implements Routes {
  static final String LIVE = "/health/live";
  static final String READY = "/health/ready";

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        LIVE,
        context ->
            context
                .status(live.getAsBoolean() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .result(live.getAsBoolean() ? "live\n" : "failed\n"));
    routes.get(
        READY,
        context -> {
          Optional<String> reason = notReady.get();
          context
              .status(reason.isPresent() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
              .result(reason.orElse("ready") + "\n");
        });
  }
}
