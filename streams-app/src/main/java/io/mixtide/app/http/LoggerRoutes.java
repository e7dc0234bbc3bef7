package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.mixtide.app.logging.LogLevels;

/**
 * {@code GET /loggers}: the loggers that have a level of their own. {@code GET /loggers/{name}}:
 * one of them, or any other; {@code PUT} with {@code {"level":"DEBUG"}} gives it a level until the
 * process ends, {@code DELETE} the one that it had at the start.
 *
 * @param changes who may change them
 */
public record LoggerRoutes(Changes changes) implements Routes {
  /**
   * A change of a level.
   *
   * @param level as {@link LogLevels#set} takes it
   */
  record Change(String level) {}

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/loggers", context -> context.json(LogLevels.all()));
    routes.get(
        "/loggers/{name}",
        context -> context.json(LogLevels.find(name(context)).orElseThrow(() -> unknown(context))));
    routes.put("/loggers/{name}", this::set);
    routes.delete(
        "/loggers/{name}",
        context -> {
          changes.require(context);
          context.json(LogLevels.reset(name(context)).orElseThrow(() -> unknown(context)));
        });
  }

  private void set(Context context) {
    Change change = changes.read(context, Change.class);
    try {
      context.json(
          LogLevels.set(name(context), String.valueOf(change.level))
              .orElseThrow(() -> unknown(context)));
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    }
  }

  private static String name(Context context) {
    return context.pathParam("name");
  }

  private static NotFoundResponse unknown(Context context) {
    return new NotFoundResponse("nothing logs under '%s' here".formatted(name(context)));
  }
}
