package io.mixtide.app.service;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.TestReleases;
import io.mixtide.app.stack.Stack;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances on one machine that share the tasks of two partitions. */
class SeveralInstancesTest {
  private static final List<String> TASKS =
      IntStream.range(0, 12).mapToObj(i -> "task " + i).toList();

  @TempDir private static Path state;
  private static Stack broker;
  private static TestService first;
  private static Service second;

  @BeforeAll
  static void startTwo() {
    broker = Stack.shared();
    first =
        new TestService(
            broker.bootstrapServers(), "several", "mock://several", state.resolve("first"));
    first.activate(TestReleases.file(1));
    first.startAndWait();
    TASKS.forEach(task -> first.observe(task, 0.5, 1));
    second = startSecond();
  }

  private static Service startSecond() {
    Service started = first.another(state.resolve("second"));
    await()
        .until(() -> has(first.running()) && has(started) && first.running().notReady().isEmpty());
    return started;
  }

  /** Whatever the test before did. */
  @BeforeEach
  void awaitBoth() {
    await()
        .untilAsserted(() -> {
          for (String task : TASKS) {
            assertThat(found(second, task)).isEqualTo(found(first.running(), task));
          }
        });
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
  }

  @Test
  void shouldAnswerForEveryTaskWhicheverIsAsked() throws Exception {
    for (String task : TASKS) {
      String answer = found(first.running(), task);
      assertThat(answer).contains("\"" + task + "\"", "\"contextSize\":1");
      assertThat(found(second, task)).isEqualTo(answer);
    }
    for (Service instance : List.of(first.running(), second)) {
      assertThat(first.get(instance, path("unknown")).statusCode()).isEqualTo(404);
      assertThat(first.get(instance, path("task 0") + "&x=1,2").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void shouldAnswerWithoutATaskOfItsOwn() throws Exception {
    try (Service third = first.another(state.resolve("third"))) {
      await().until(() -> third.notReady().isEmpty());
      for (String task : TASKS) {
        await()
            .untilAsserted(
                () -> assertThat(found(third, task)).isEqualTo(found(first.running(), task)));
      }
    }
  }

  @Test
  void shouldFindATaskWhoseSenderPartitionsInAWayOfItsOwn() throws Exception {
    for (int partition = 0; partition < 2; partition++) {
      String task = "on " + partition;
      first.observeOn(partition, task, 0.5, 1);
      first.outputs().posteriors(task, 1);
      assertThat(found(first.running(), task)).isEqualTo(found(second, task));
    }
  }

  @Test
  void shouldGoOnWhereAnotherStopped() throws Exception {
    List<String> tasks = TASKS.stream().map(task -> "later " + task).toList();
    tasks.forEach(task -> first.observe(task, 0.5, 1));
    tasks.forEach(task -> first.outputs().posteriors(task, 1));
    second.close();
    for (String task : tasks) {
      first.observe(task, 0.25, 2);
      assertThat(first.outputs().posteriors(task, 2).getLast().getSequence()).isEqualTo(2);
      await()
          .untilAsserted(
              () -> assertThat(found(first.running(), task)).contains("\"contextSize\":2"));
    }
    second = startSecond();
  }

  /** Whether an instance has tasks of its own. */
  private static boolean has(Service instance) throws Exception {
    for (String task : TASKS) {
      if (first.getForwarded(instance, path(task)).statusCode() == 200) {
        return true;
      }
    }
    return false;
  }

  private static String found(Service instance, String task) throws Exception {
    var response = first.get(instance, path(task));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static String path(String task) {
    return "/tasks/" + task.replace(" ", "%20") + "?x=0.5";
  }
}
