package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.ServiceUnavailableResponse;
import io.mixtide.app.dashboard.ObservationSender;
import io.mixtide.app.topology.ObservationCheck;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Vectors;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /tasks/{task}/observations}: sends an observation to the topic of contexts, if the
 * release in force can take it.
 *
 * @param inForce the release in force, if there is one
 * @param clock the event time of an observation that has none of its own
 */
public record ObservationRoutes(
    ObservationSender sender,
    Supplier<Optional<Release>> inForce,
    InstantSource clock,
    Changes changes)
    implements Routes {

  /**
   * What is posted.
   *
   * @param x {@code [dx]}
   * @param y {@code [dy]}
   * @param eventTime ISO 8601, in UTC; now if it is not given. It moves its partition's event time
   * @param observationId by which a repetition is recognised, if given
   */
  @SuppressWarnings("ArrayRecordComponent") // read once
  record Posted(
      double @Nullable [] x,
      double @Nullable [] y,
      @Nullable String eventTime,
      @Nullable String observationId) {}

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/tasks/{task}/observations", this::take);
  }

  private void take(Context context) throws InterruptedException {
    Posted posted = changes.read(context, Posted.class);
    if (posted.x == null || posted.y == null) {
      throw new BadRequestResponse("give x and y, as lists of numbers");
    }
    String task = context.pathParam("task");
    ContextEvent event =
        new ContextEvent(
            posted.observationId,
            posted.eventTime == null ? clock.instant() : instant(posted.eventTime),
            Vectors.doubles(posted.x),
            Vectors.doubles(posted.y),
            List.of());
    Release release =
        inForce
            .get()
            .orElseThrow(() -> new ServiceUnavailableResponse("no release is in force yet"));
    try {
      ObservationCheck.check(task, event, release);
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    }
    try {
      RecordMetadata record = sender.send(task, event);
      context
          .status(HttpStatus.ACCEPTED)
          .json(Map.of("partition", record.partition(), "offset", record.offset()));
    } catch (KafkaException e) {
      throw KafkaRefusals.response(e);
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new BadRequestResponse(
          "eventTime must be a time such as 2016-12-01T09:00:00Z, not '%s'".formatted(text));
    }
  }
}
