package io.mixtide.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.data.CsvObservations.Observation;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReplayTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

  private final MockProducer<String, SpecificRecord> producer =
      new MockProducer<>(true, null, (_, _) -> new byte[0], (_, _) -> new byte[0]);

  @Test
  void shouldSendRowsInTheirOrderAndAskForTheNextXOfTheirTask() {
    send(Pace.unbounded(), true, row("a", 1, null), row("b", 2, null), row("a", 3, null));

    assertThat(producer.history()).extracting(ProducerRecord::key).containsExactly("a", "b", "a");
    assertThat(events())
        .extracting(ContextEvent::getX)
        .containsExactly(Vectors.doubles(1), Vectors.doubles(2), Vectors.doubles(3));
    assertThat(events())
        .extracting(ContextEvent::getQueries)
        .containsExactly(
            List.of(new Query(null, Vectors.doubles(3), Vectors.doubles())), List.of(), List.of());
    assertThat(events()).extracting(ContextEvent::getEventTime).containsOnly(NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
    "2026-01-31T12:00:00+01:00, 2026-01-31T11:00:00Z",
    "2026-01-31 12:00, 2026-01-31T12:00:00Z",
    "2026-01-31t12:00:00.5, 2026-01-31T12:00:00.5Z",
    "2026-01-31, 2026-01-31T00:00:00Z",
    "1769860800000, 2026-01-31T12:00:00Z",
  })
  void shouldReadTimes(String text, Instant time) {
    send(Pace.unbounded(), false, row("a", 1, text));

    assertThat(events()).extracting(ContextEvent::getEventTime).containsExactly(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "noon", "2026-13-01", "31.01.2026", "99999999999999999999"})
  void shouldNameTheRowWhoseTimeIsNone(String text) {
    assertThatThrownBy(() -> send(Pace.unbounded(), false, row("a", 1, text)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll("here", "'" + text + "' is no time");
  }

  @Test
  void shouldWaitUntilEachIsDue() {
    List<Instant> due = new ArrayList<>();
    send(
        (index, time) -> due.add(time.plusSeconds(index)),
        false,
        row("a", 1, "2026-01-01"),
        row("a", 2, "2026-01-02"));

    assertThat(due)
        .containsExactly(
            Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:01Z"));
  }

  @Test
  void shouldDivideTheTimesBetweenRowsByTheSpeed() {
    Pace pace = Pace.ofTimes(1000);
    long start = System.nanoTime();
    pace.await(0, NOW);
    pace.await(1, NOW.plusSeconds(100));
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000);
    // What is older than what came before it is due at once.
    pace.await(2, Instant.EPOCH);
  }

  @Test
  void shouldSayThatAnEventCouldNotBeSent() {
    producer.sendException = new RecordTooLargeException("too large");
    assertThatThrownBy(() -> send(Pace.unbounded(), false, row("a", 1, null)))
        .hasMessageContaining("too large");
  }

  private void send(Pace pace, boolean askNext, Observation... rows) {
    new CsvReplay(producer, "context", pace, askNext, InstantSource.fixed(NOW))
        .send(List.of(rows), _ -> {});
  }

  private static Observation row(String task, double x, @Nullable String time) {
    return new Observation(task, new double[] {x}, new double[] {-x}, time, "here");
  }

  private List<ContextEvent> events() {
    return producer.history().stream().map(record -> (ContextEvent) record.value()).toList();
  }
}
