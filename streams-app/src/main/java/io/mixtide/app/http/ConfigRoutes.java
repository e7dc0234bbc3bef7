package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import java.util.SortedMap;

/**
 * {@code GET /config}: the settings in force by key.
 *
 * @param settings with everything that may be secret hidden
 */
public record ConfigRoutes(SortedMap<String, String> settings) implements Routes {
  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/config", context -> context.json(settings));
  }
}
