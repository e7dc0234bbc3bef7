package io.mixtide.app.topology;

import static io.mixtide.schemas.CloseReason.END;
import static io.mixtide.schemas.CloseReason.IDLE;
import static io.mixtide.schemas.CloseReason.SIZE;
import static io.mixtide.schemas.Vectors.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mixtide.app.TestReleases;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.LoggedObservation;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.TaskLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskClosingTest extends TopologyFixture {
  private static final Release FIRST = TestReleases.release(1);
  private static final Release SECOND = TestReleases.release(2);
  private static final double JUST_BEFORE = 1e-6;

  @BeforeEach
  void activate() {
    inForce.set(FIRST);
  }

  @Test
  void shouldLogAnEndedTaskWholeAndOnce() {
    send(context, "a", event("one", 0.5, 1));
    send(context, "b", event(null, 9, 9));
    send(context, "a", event(null, 0.25, -2));
    end("a");
    end("a");
    KeyValue<String, TaskLog> log = logs().getFirst();
    assertThat(log.key).isEqualTo("a");
    assertThat(log.value)
        .isEqualTo(
            new TaskLog(
                FIRST.version(),
                END,
                List.of(
                    new LoggedObservation(1L, "one", Instant.EPOCH, doubles(0.5), doubles(1)),
                    new LoggedObservation(2L, null, Instant.EPOCH, doubles(0.25), doubles(-2)))));
    assertThat(logs()).isEmpty();
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void shouldChangeNothingAtTheEndOfAnUnknownTask() {
    end("nobody");
    assertThat(logs()).isEmpty();
    assertThat(deadLetters()).isEmpty();
    assertThat(contents(AdaptationTopology.TASKS)).isEmpty();
  }

  @Test
  void shouldCloseATaskWhenItIsIdleAndNotBefore() {
    observeAt(0, "a");
    observeAt(24 - JUST_BEFORE, "b");
    assertThat(logs()).isEmpty();
    observeAt(24, "b");
    shouldHaveLogged(tuple("a", IDLE, 1));
    observeAt(48 - JUST_BEFORE, "c");
    assertThat(logs()).isEmpty();
    observeAt(48, "c");
    shouldHaveLogged(tuple("b", IDLE, 2));
  }

  @Test
  void shouldLeaveATaskOpenWhileItGoesOnAtAWriteADay() {
    for (int hour = 0; hour < 240; hour++) {
      observeAt(hour, "a");
      observeAt(hour, "a");
    }
    assertThat(logs()).isEmpty();
    assertThat(contents(AdaptationTopology.TIMERS)).hasSize(1);
    assertThat(
            driver
                .createOutputTopic(
                    "test-timers-changelog",
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())
                .readValuesToList())
        .as("filed, and in ten days nine times taken out and filed anew")
        .hasSize(1 + 9 * 2);
    observeAt(239 + 24, "b");
    shouldHaveLogged(tuple("a", IDLE, 480));
  }

  @Test
  void shouldOpenAClosedTaskAgainAndLogItWholeAnew() {
    observeAt(0, "a");
    observeAt(24, "b");
    end("b");
    shouldHaveLogged(tuple("a", IDLE, 1), tuple("b", END, 1));
    observeAt(1, "a");
    observeAt(25, "b");
    assertThat(posteriors().getLast().value.getSequence()).isEqualTo(2);
    assertThat(logs()).isEmpty();
    observeAt(48, "c");
    shouldHaveLogged(tuple("a", IDLE, 2));
    end("b");
    end("a");
    shouldHaveLogged(tuple("b", END, 2));
  }

  @Test
  void shouldNotFollowAWrongClock() {
    observeAt(0, "a");
    observeAt(1_000_000, Duration.ofHours(2 - 1_000_000), "wrong");
    observeAt(24 - JUST_BEFORE, "b");
    assertThat(logs()).isEmpty();
    observeAt(26, "b");
    shouldHaveLogged(tuple("a", IDLE, 1), tuple("wrong", IDLE, 1));
  }

  @Test
  void shouldTakeTheLeastAndTheGreatestTime() {
    observeAt(0, "a");
    for (long time : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
      observeAt(Instant.ofEpochMilli(time), Instant.EPOCH, "b");
    }
    end("b");
    assertThat(logs().getLast().value.getObservations())
        .extracting(observation -> observation.getEventTime().toEpochMilli())
        .containsExactly(Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void shouldKeepTheOrderOfTimesBefore1970() {
    for (int hour = -100; hour < 100; hour += 10) {
      observeAt(hour, Duration.ofHours(200), "t" + hour);
    }
    assertThat(logs())
        .extracting(log -> log.key)
        .containsExactlyElementsOf(
            IntStream.range(0, 17).mapToObj(i -> "t" + (10 * i - 100)).toList());
  }

  @Test
  void shouldLogALargeTaskForTheLastTimeAndGoOnAdapting() {
    closing = new ClosePolicy(Duration.ofDays(1), 5);
    restart();
    for (int i = 0; i < 8; i++) {
      observeAt(0, "a");
      assertThat(logs()).hasSize(i == 4 ? 1 : 0);
    }
    assertThat(posteriors().getLast().value.getContextSize()).isEqualTo(8);
    end("a");
    observeAt(50, "b");
    assertThat(logs()).isEmpty();
    end("b");
    shouldHaveLogged(tuple("b", END, 1));
  }

  @Test
  void shouldLogNoMoreThanFitsInARecord() {
    String id = "i".repeat(1000);
    for (int i = 0; i < 600; i++) {
      send(context, "a", event(id + i, 0, 0));
    }
    KeyValue<String, TaskLog> log = logs().getFirst();
    assertThat(log.value.getReason()).isEqualTo(SIZE);
    assertThat(values.serializer().serialize("log", log.value).length)
        .isBetween(500_000, 512 << 10);
    assertThat(log.value.getObservations())
        .extracting(LoggedObservation::getSequence)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, log.value.getObservations().size())
                .mapToObj(Long::valueOf)
                .toList());
    end("a");
    assertThat(logs()).isEmpty();
  }

  @Test
  void shouldNameTheReleaseInForceAtEachClosing() {
    observeAt(0, "a");
    observeAt(0, "b");
    end("a");
    inForce.set(SECOND);
    observeAt(24, "a");
    end("a");
    assertThat(logs())
        .extracting(log -> log.key, log -> log.value.getRelease())
        .containsExactly(
            tuple("a", FIRST.version()),
            tuple("b", SECOND.version()),
            tuple("a", SECOND.version()));
  }

  @Test
  void shouldCloseManyIdleTasksAFewAfterEachRecord() {
    List<String> tasks = IntStream.range(0, 100).mapToObj(i -> "t" + i).toList();
    tasks.forEach(task -> observeAt(0, task));
    List<String> closed = new ArrayList<>();
    observeAt(24, "b");
    for (int left = tasks.size(); left > 0; left -= TaskCloser.MAX_TIMERS) {
      List<KeyValue<String, TaskLog>> logs = logs();
      assertThat(logs).hasSize(Math.min(left, TaskCloser.MAX_TIMERS));
      logs.forEach(log -> closed.add(log.key));
      send(requests, "b", new PredictionRequest(null, List.of()));
    }
    assertThat(closed).containsExactlyInAnyOrderElementsOf(tasks);
  }

  @Test
  void shouldKeepTimersOverARestartAndCloseNothingTooEarly() {
    observeAt(100, "a");
    observeAt(100, "ended");
    end("ended");
    shouldHaveLogged(tuple("ended", END, 1));
    restart();
    observeAt(1, "late");
    observeAt(124 - JUST_BEFORE, "b");
    shouldHaveLogged(tuple("late", IDLE, 1));
    observeAt(124, "b");
    shouldHaveLogged(tuple("a", IDLE, 1));
    end("ended");
    assertThat(logs()).isEmpty();
  }

  @Test
  void shouldNotHeedATimerThatIsNotTheTasksOwn() {
    observeAt(0, "a");
    observeAt(0, "closed");
    end("closed");
    shouldHaveLogged(tuple("closed", END, 1));
    var timers = new IdleTimers(driver.getKeyValueStore(AdaptationTopology.TIMERS));
    for (String task : List.of("a", "closed", "unknown")) {
      timers.put(1, task);
    }
    restart();
    observeAt(48, "b");
    shouldHaveLogged(tuple("a", IDLE, 1));
    assertThat(contents(AdaptationTopology.TIMERS)).hasSize(1);
  }

  @Test
  void shouldCloseNoIdleTaskIfNoneIsToBe() {
    closing = new ClosePolicy(Duration.ZERO, 100);
    restart();
    observeAt(0, "a");
    observeAt(1000, "b");
    assertThat(logs()).isEmpty();
    closing = new ClosePolicy(Duration.ofDays(1), 100);
    restart();
    observeAt(1001, "a");
    observeAt(1025, "c");
    shouldHaveLogged(tuple("a", IDLE, 2));
  }

  @Test
  void shouldCountClosedTasksByReason() {
    observeAt(0, "a");
    observeAt(24, "b");
    observeAt(48, "c");
    end("c");
    assertThat(closed("idle")).isEqualTo(2);
    assertThat(closed("end")).isEqualTo(1);
    assertThat(closed("size")).isZero();
  }

  private double closed(String reason) {
    return driver.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("tasks-closed-total"))
        .filter(metric -> reason.equals(metric.getKey().tags().get("reason")))
        .mapToDouble(metric -> (double) metric.getValue().metricValue())
        .sum();
  }

  private void shouldHaveLogged(Tuple... expected) {
    assertThat(logs())
        .extracting(
            log -> log.key, log -> log.value.getReason(), log -> log.value.getObservations().size())
        .containsExactly(expected);
  }
}
