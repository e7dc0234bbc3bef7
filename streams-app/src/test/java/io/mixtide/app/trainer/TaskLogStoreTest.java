package io.mixtide.app.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.trainer.RoundPlan.Stretch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskLogStoreTest {
  @TempDir private Path directory;

  @Test
  void shouldKeepTheLastLogOfEachTaskInOrderOfArrival() {
    try (TaskLogStore store = open(1000)) {
      add(store, 0, "a=1", "b=2");
      add(store, 2, "a=333", "c=4");
      assertThat(content(store)).containsExactly("b=2", "a=333", "c=4");
      assertThat(store.names()).containsExactly("b", "a", "c");
      assertThat(store.state().tasks()).isEqualTo(3);
      assertThat(store.state().bytes()).isEqualTo(5);
      assertThat(store.state().fresh()).isEqualTo(4);
    }
  }

  @Test
  void shouldDropTheOldestBeyondItsBound() {
    try (TaskLogStore store = open(10)) {
      add(store, 0, "a=aaaa", "b=bbbb");
      add(store, 2, "a=AAAA", "c=cccc");
      assertThat(content(store)).containsExactly("a=AAAA", "c=cccc");
      assertThat(store.state().bytes()).isEqualTo(8);
      assertThat(store.state().tasks()).isEqualTo(2);
      assertThat(store.state().dropped()).isEqualTo(1);
      add(store, 4, "d=dddddddddddddddd");
      assertThat(content(store)).as("one that alone is too large").isEmpty();
      assertThat(store.state().bytes()).isZero();
    }
  }

  @Test
  void shouldGoOnAfterARestartWhereItWas() {
    RoundPlan plan =
        new RoundPlan("v", 7, 100, 1e-3, 0.2, "time", Map.of("log-0", new Stretch(0, 2)));
    try (TaskLogStore store = open(1000)) {
      add(store, 0, "a=1", "b=2");
      store.add(
          new TaskLogStore.Intake(
              new LinkedHashMap<>(), 0, 3, "v", Map.of("drift-0", new Stretch(5, 6))));
      store.begin(plan);
    }
    try (TaskLogStore store = open(1000)) {
      assertThat(content(store)).containsExactly("a=1", "b=2");
      StoreState state = store.state();
      assertThat(state.round()).isEqualTo(plan);
      assertThat(state.fresh()).isZero();
      assertThat(state.drift()).isNull();
      assertThat(state.refused()).isEqualTo(3);
      assertThat(state.rounds()).isEqualTo(1);
      assertThat(state.quietSince()).isEqualTo(11);
      assertThat(state.stretches())
          .containsOnly(
              Map.entry("log-0", new Stretch(0, 2)), Map.entry("drift-0", new Stretch(5, 6)));
      add(store, 2, "c=3");
      assertThat(store.state().stretches()).containsEntry("log-0", new Stretch(0, 3));
      store.end(99);
      assertThat(store.state().round()).isNull();
      assertThat(store.state().quietSince()).isEqualTo(99);
      assertThat(store.state().fresh()).isEqualTo(1);
    }
  }

  @Test
  void shouldBeOpenInOnePlaceAlone() {
    try (TaskLogStore _ = open(1000)) {
      assertThatThrownBy(() -> open(1000))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContainingAll(directory.toString(), "another trainer", "trainer.dir");
    }
    open(1000).close();
  }

  private TaskLogStore open(long maxBytes) {
    return TaskLogStore.open(directory, maxBytes, 11);
  }

  /** Adds "task=value" logs that were read from {@code offset} on. */
  private static void add(TaskLogStore store, long offset, String... logs) {
    LinkedHashMap<String, byte[]> values = new LinkedHashMap<>();
    for (String log : logs) {
      values.put(log.substring(0, 1), log.substring(2).getBytes());
    }
    @Nullable String noDrift = null;
    store.add(
        new TaskLogStore.Intake(
            values,
            logs.length,
            0,
            noDrift,
            Map.of("log-0", new Stretch(offset, offset + logs.length))));
  }

  private static List<String> content(TaskLogStore store) {
    List<String> content = new ArrayList<>();
    store.forEach((task, value) -> content.add(task + "=" + new String(value)));
    return content;
  }
}
