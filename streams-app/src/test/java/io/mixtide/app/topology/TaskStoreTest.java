package io.mixtide.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskStoreTest {
  private static final byte[] FIRST = {1};
  private static final byte[] SECOND = {2};

  private final Map<String, byte[]> stored = new HashMap<>();
  private final List<String> reads = new ArrayList<>();
  private final TaskStore tasks = new TaskStore(store(), 2);

  @Test
  void shouldReadATaskOnceWhileItIsKept() {
    stored.put("a", FIRST);

    assertThat(tasks.get("a")).isEqualTo(FIRST);
    assertThat(tasks.get("a")).isEqualTo(FIRST);
    assertThat(tasks.get("unknown")).isNull();
    assertThat(tasks.get("unknown")).isNull();
    assertThat(reads).containsExactly("a", "unknown");
  }

  @Test
  void shouldWriteAtOnceAndKeepWhatWasWritten() {
    tasks.put("a", FIRST);
    tasks.put("a", SECOND);

    assertThat(stored).containsEntry("a", SECOND);
    assertThat(tasks.get("a")).isEqualTo(SECOND);
    assertThat(reads).isEmpty();
  }

  @Test
  void shouldForgetWhatItHasHadForLongest() {
    tasks.put("a", FIRST);
    tasks.put("b", FIRST);
    tasks.put("c", FIRST);

    assertThat(tasks.get("b")).isEqualTo(FIRST);
    assertThat(tasks.get("c")).isEqualTo(FIRST);
    assertThat(reads).isEmpty();
    assertThat(tasks.get("a")).isEqualTo(FIRST);
    assertThat(reads).containsExactly("a");
  }

  @Test
  void shouldTellWhetherWhatWasReadIsTheStateStill() {
    stored.put("a", FIRST);
    byte[] known = tasks.read("a");
    byte[] unknown = tasks.read("b");

    assertThat(TaskStore.known(known)).isEqualTo(FIRST);
    assertThat(TaskStore.known(unknown)).isNull();
    assertThat(tasks.isLatest("a", known)).isTrue();
    assertThat(tasks.isLatest("b", unknown)).isTrue();

    tasks.put("a", FIRST.clone());
    tasks.put("b", FIRST);
    assertThat(tasks.isLatest("a", known)).isFalse();
    assertThat(tasks.isLatest("b", unknown)).isFalse();
  }

  /** A store over {@link #stored} that notes what is read. */
  @SuppressWarnings("unchecked")
  private KeyValueStore<String, byte[]> store() {
    return (KeyValueStore<String, byte[]>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (_, method, arguments) -> call(method.getName(), arguments));
  }

  private byte @Nullable [] call(String method, Object[] arguments) {
    String task = (String) arguments[0];
    return switch (method) {
      case "get" -> {
        reads.add(task);
        yield stored.get(task);
      }
      case "put" -> {
        stored.put(task, (byte[]) arguments[1]);
        yield null;
      }
      default -> throw new UnsupportedOperationException(method);
    };
  }
}
