package io.mixtide.app.topology;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The store of {@link StoredTask}s by task, and those that were read ahead of their turn. Whoever
 * writes a task takes away what was read of it before, so nobody sees a state that is not the
 * latest.
 */
final class TaskStore {
  /** What is read ahead of a task that the store does not have; it never loses one. */
  private static final byte[] NOTHING = {};

  private final KeyValueStore<String, byte[]> store;
  private final int room;
  private final Map<String, byte[]> ahead = new HashMap<>();

  /**
   * @param room for how many states to be read ahead
   */
  TaskStore(KeyValueStore<String, byte[]> store, int room) {
    this.store = store;
    this.room = room;
  }

  /** A task's state; null if the task is unknown. */
  byte @Nullable [] get(String task) {
    byte[] read = ahead.get(task);
    return read == null ? store.get(task) : known(read);
  }

  void put(String task, byte[] state) {
    ahead.remove(task);
    store.put(task, state);
  }

  /**
   * Reads a task's state and keeps it.
   *
   * @return what {@link #known} and {@link #isLatest} take
   */
  byte[] readAhead(String task) {
    return ahead.computeIfAbsent(
        task,
        name -> {
          byte[] state = store.get(name);
          return state == null ? NOTHING : state;
        });
  }

  /** The state that was read ahead; null if the task was unknown. */
  static byte @Nullable [] known(byte[] read) {
    return read == NOTHING ? null : read;
  }

  /** Whether what was read ahead of a task is its state still. */
  boolean isLatest(String task, byte[] read) {
    return ahead.get(task) == read;
  }

  /** Makes room to read some more ahead; what was read before may not be the latest then. */
  void makeRoom(int states) {
    if (ahead.size() + states > room) {
      ahead.clear();
    }
  }
}
