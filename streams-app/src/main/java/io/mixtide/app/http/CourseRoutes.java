package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import io.mixtide.app.dashboard.TaskCourse;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * {@code GET /tasks/{task}/course?at=4&along=0&columns=96}: how a task became what it is, and the
 * densities predicted along one x when it had {@code at} observations. Any instance answers for
 * all.
 *
 * @param courses finds a task on this instance by name
 * @param others asked for what is not on this one
 */
public record CourseRoutes(
    BiFunction<String, TaskCourse.View, Optional<TaskCourse>> courses, OtherInstances others)
    implements Routes {
  private static final int COLUMNS = 96;
  private static final int MAX_COLUMNS = 400;

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/tasks/{task}/course", this::answer);
  }

  private void answer(Context context) {
    String task = context.pathParam("task");
    TaskCourse.View view =
        new TaskCourse.View(
            number(context, "at", -1, Integer.MAX_VALUE),
            number(context, "along", 0, Integer.MAX_VALUE),
            number(context, "columns", COLUMNS, MAX_COLUMNS));
    try {
      Optional<TaskCourse> course = courses.apply(task, view);
      if (course.isPresent()) {
        context.json(course.get());
      } else {
        others.answer(task, context);
      }
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    } catch (InvalidStateStoreException | IllegalStateException e) {
      throw new ServiceUnavailableResponse("not ready: " + e.getMessage());
    }
  }

  private static int number(Context context, String name, int otherwise, int most) {
    String text = context.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= most && (!name.equals("columns") || number >= 2)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new BadRequestResponse("%s must be a whole number, not '%s'".formatted(name, text));
  }
}
