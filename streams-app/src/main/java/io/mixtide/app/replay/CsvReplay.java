package io.mixtide.app.replay;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.data.CsvObservations.Observation;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends observations in their order as context events, each at its time; on request, each asks what
 * to expect at the x of its task's next observation.
 *
 * @param producer where to; flushed at the end, not closed
 * @param topic existing topic
 * @param pace when each is due
 * @param askNext whether each event has a query for the x that its task has next
 * @param clock the time of observations that have none of their own
 */
public record CsvReplay(
    Producer<String, SpecificRecord> producer,
    String topic,
    Pace pace,
    boolean askNext,
    InstantSource clock) {

  /**
   * Sends them all.
   *
   * @param progress told how many were sent, after each
   * @throws UserErrorException if one cannot be sent, or has no legible time
   */
  public void send(List<Observation> observations, LongConsumer progress) {
    double[][] next = askNext ? nextXs(observations) : new double[observations.size()][];
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    for (int i = 0; i < observations.size() && failure.get() == null; i++) {
      Observation observation = observations.get(i);
      Instant time = observation.time() == null ? now() : EventTimes.of(observation);
      pace.await(i, time);
      var _ =
          producer.send(
              new ProducerRecord<>(topic, observation.task(), event(observation, time, next[i])),
              (_, e) -> failure.compareAndSet(null, e));
      progress.accept(i + 1L);
    }
    producer.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw new UserErrorException(
          "not every event could be sent to %s: %s".formatted(topic, failed.getMessage()), failed);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static ContextEvent event(Observation observation, Instant time, double @Nullable [] x) {
    List<Query> queries =
        x == null ? List.of() : List.of(new Query(null, Vectors.doubles(x), Vectors.doubles()));
    return new ContextEvent(
        null, time, Vectors.doubles(observation.x()), Vectors.doubles(observation.y()), queries);
  }

  /** The x of the next observation of each one's task; null for each task's last. */
  private static double[] @Nullable [] nextXs(List<Observation> observations) {
    double[] @Nullable [] next = new double[observations.size()][];
    Map<String, double[]> later = new HashMap<>();
    for (int i = observations.size() - 1; i >= 0; i--) {
      next[i] = later.put(observations.get(i).task(), observations.get(i).x());
    }
    return next;
  }
}
