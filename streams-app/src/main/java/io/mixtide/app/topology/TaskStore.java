package io.mixtide.app.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The store of {@link StoredTask}s by task. Every write goes to the store at once; the latest
 * states of some tasks are kept besides, so that a task that comes again soon is not read from the
 * store again. The task that has been there for longest, used or not, makes room for another, so
 * that a look changes nothing.
 */
final class TaskStore {
  /** What is read of a task that the store does not have; it never loses one. */
  private static final byte[] NOTHING = {};

  private final KeyValueStore<String, byte[]> store;
  private final Map<String, byte[]> latest;

  /**
   * @param room how many tasks' states are kept
   */
  TaskStore(KeyValueStore<String, byte[]> store, int room) {
    this.store = store;
    latest =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > room;
          }
        };
  }

  /** A task's state; null if the task is unknown. */
  byte @Nullable [] get(String task) {
    return known(read(task));
  }

  void put(String task, byte[] state) {
    latest.put(task, state);
    store.put(task, state);
  }

  /**
   * Reads a task's state.
   *
   * @return what {@link #known} and {@link #isLatest} take
   */
  byte[] read(String task) {
    byte[] kept = latest.get(task);
    if (kept != null) {
      return kept;
    }
    byte[] stored = store.get(task);
    byte[] read = stored == null ? NOTHING : stored;
    latest.put(task, read);
    return read;
  }

  /** The state that was read; null if the task was unknown. */
  static byte @Nullable [] known(byte[] read) {
    return read == NOTHING ? null : read;
  }

  /**
   * Whether what was read of a task is sure to be its state still: it is kept, and nothing was
   * written.
   */
  boolean isLatest(String task, byte[] read) {
    return latest.get(task) == read;
  }
}
