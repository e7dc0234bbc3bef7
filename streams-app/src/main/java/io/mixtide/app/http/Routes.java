package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;

/** The routes of one resource. */
@FunctionalInterface
public interface Routes {
  /** Adds this resource's routes to a server that has not yet started. */
  void addTo(RoutesConfig routes);
}
