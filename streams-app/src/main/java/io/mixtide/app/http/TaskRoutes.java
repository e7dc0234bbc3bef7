package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import io.mixtide.app.topology.TaskView;
import io.mixtide.model.density.Mixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * {@code GET /tasks/{task}?x=0.5&x=1.0}: a task's posterior, scores and raised alerts, and the
 * mixture at every x asked; the numbers of an x with several dimensions are separated by commas.
 * Any instance answers for all.
 *
 * @param tasks finds a task on this instance by name, with predictions at the given x's
 * @param others asked for what is not on this one
 */
public record TaskRoutes(
    BiFunction<String, List<double[]>, Optional<TaskView>> tasks, OtherInstances others)
    implements Routes {

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/tasks/{task}", this::answer);
  }

  private void answer(Context context) {
    String name = context.pathParam("task");
    List<double[]> xs = context.queryParams("x").stream().map(TaskRoutes::numbers).toList();
    try {
      Optional<TaskView> task = tasks.apply(name, xs);
      if (task.isPresent()) {
        context.json(json(task.get(), xs));
      } else {
        others.answer(name, context);
      }
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    } catch (InvalidStateStoreException | IllegalStateException e) {
      throw new ServiceUnavailableResponse("not ready: " + e.getMessage());
    }
  }

  private static double[] numbers(String text) {
    try {
      return Arrays.stream(text.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new BadRequestResponse("x must be numbers separated by commas, not '" + text + "'");
    }
  }

  private static Map<String, Object> json(TaskView task, List<double[]> xs) {
    List<Map<String, Object>> predictions = new ArrayList<>();
    for (int i = 0; i < xs.size(); i++) {
      Mixture mixture = task.predictions().get(i);
      predictions.add(
          Map.of(
              "x", xs.get(i),
              "mean", mixture.mean(),
              "standardDeviation", mixture.standardDeviation(),
              "weights", mixture.weights(),
              "means", mixture.means(),
              "sigmas", mixture.sigmas(),
              "transform", mixture.transform()));
    }
    return Map.of(
        "task", task.task(),
        "release", task.release(),
        "contextSize", task.contextSize(),
        "outsideWindow", task.outsideWindow(),
        "sequence", task.sequence(),
        "alpha", task.alpha(),
        "scores", task.scores(),
        "novelty", task.novelty(),
        "alerts", task.raised(),
        "predictions", predictions);
  }
}
