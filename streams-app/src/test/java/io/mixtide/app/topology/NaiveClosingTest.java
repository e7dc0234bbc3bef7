package io.mixtide.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.TestReleases;
import io.mixtide.schemas.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closings against a closer that looks at every task after every record. */
class NaiveClosingTest extends TopologyFixture {
  private static final long IDLE = 100;
  private static final int MAX_OBSERVATIONS = 15;
  private static final long UNKNOWN = Long.MIN_VALUE / 2;

  /** What is known of a task without timers. */
  private static final class Task {
    long touched = UNKNOWN;
    int observed;
    int logged;
    boolean full;

    boolean isOpen() {
      return !full && logged < observed;
    }
  }

  private final Map<String, Task> tasks = new TreeMap<>();
  private final List<String> expected = new ArrayList<>();
  private long now = UNKNOWN;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldCloseWhatACloserWithoutTimersDoes(long seed) {
    inForce.set(TestReleases.release(1));
    closing = new ClosePolicy(Duration.ofMillis(IDLE), MAX_OBSERVATIONS);
    restart();
    Random random = new Random(seed);
    long time = 10_000;
    for (int step = 0; step < 1000; step++) {
      time += random.nextInt(10);
      // Some tasks are seldom seen, and some stop.
      String task = "t" + Math.min(random.nextInt(8), random.nextInt(8)) + "/" + step / 100;
      if (step % 300 == 299) {
        restart();
        now = UNKNOWN;
      }
      switch (random.nextInt(20)) {
        case 0 -> {
          end(task);
          close(task, CloseReason.END);
        }
        default -> {
          long eventTime = time + random.nextInt(200) - 150;
          observeAt(Instant.ofEpochMilli(eventTime), Instant.ofEpochMilli(time), task);
          observe(task, Math.min(eventTime, time));
        }
      }
      closeIdle();
      assertThat(logs())
          .as("step " + step)
          .extracting(log ->
              "%s %s %d"
                  .formatted(log.key, log.value.getReason(), log.value.getObservations().size()))
          .containsExactlyInAnyOrderElementsOf(expected);
      expected.clear();
      assertThat(contents(AdaptationTopology.TIMERS))
          .as("one timer for each open task")
          .hasSize((int) tasks.values().stream().filter(Task::isOpen).count());
    }
    assertThat(tasks.values()).anyMatch(task -> task.full).anyMatch(task -> task.logged > 1);
  }

  private void observe(String name, long time) {
    Task task = tasks.computeIfAbsent(name, key -> new Task());
    now = Math.max(now, time);
    task.touched = Math.max(task.touched, now);
    task.observed++;
    if (task.observed == MAX_OBSERVATIONS) {
      close(name, CloseReason.SIZE);
      task.full = true;
    }
  }

  private void closeIdle() {
    tasks.forEach((name, task) -> {
      if (task.touched + IDLE <= now) {
        close(name, CloseReason.IDLE);
      }
    });
  }

  private void close(String name, CloseReason reason) {
    Task task = tasks.getOrDefault(name, new Task());
    if (task.isOpen()) {
      expected.add("%s %s %d".formatted(name, reason, task.observed));
      task.logged = task.observed;
    }
  }
}
