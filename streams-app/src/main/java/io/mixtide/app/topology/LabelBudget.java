package io.mixtide.app.topology;

import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counts the alerts of a partition that ask for labels, so that those who label are not flooded.
 * The count is stored: it survives restarts, and an alert that was not committed does not count.
 */
final class LabelBudget {
  private static final String KEY = "labels";

  private final int budget;
  private final long window;
  private final KeyValueStore<String, byte[]> store;

  /** Counts under one key of {@code store}, which is the partition's own. */
  LabelBudget(LabelPolicy policy, KeyValueStore<String, byte[]> store) {
    budget = policy.budget();
    window = policy.window().toMillis();
    this.store = store;
  }

  /**
   * Counts one more alert, unless the budget of its window is used up.
   *
   * @param now the partition's time, milliseconds since 1970; one before the latest window counts
   *     to that
   * @return whether the alert may ask for labels
   */
  boolean take(long now) {
    if (budget == LabelPolicy.UNLIMITED) {
      return true;
    }
    long start = Math.floorDiv(now, window) * window;
    int used = 0;
    byte[] stored = store.get(KEY);
    if (stored != null) {
      ByteBuffer latest = ByteBuffer.wrap(stored);
      long latestStart = latest.getLong();
      if (latestStart >= start) {
        start = latestStart;
        used = latest.getInt();
      }
    }
    if (used >= budget) {
      return false;
    }
    store.put(
        KEY,
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(start).putInt(used + 1).array());
    return true;
  }
}
