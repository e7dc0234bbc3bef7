package io.mixtide.app.topology;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The records of a partition that wait for their batch, in the order of their arrival. They are
 * state, for offsets are committed while records wait: a ring of slots in a store, and a head, the
 * number of the first record that waits. An arrival is one write, and so is the end of a batch,
 * which moves the head on and leaves the slots to be written over.
 *
 * <p>What waits is in memory too; the store is read when this is made, and never again.
 */
final class PendingRecords {
  private static final String HEAD = "pending";
  private static final String SLOT = "pending/";
  private static final String AFTER_SLOTS = "pending0";

  private final KeyValueStore<String, byte[]> store;
  private final int slots;
  private final List<PendingRecord> waiting = new ArrayList<>();
  private long next;
  private int bytes;

  /**
   * Takes up what waits in a store.
   *
   * @param store the partition's own, shared with what is counted for it
   * @param slots how many records wait at most from now on. Those of a ring of another size must be
   *     {@link #clear}ed before one is added
   */
  PendingRecords(KeyValueStore<String, byte[]> store, int slots) {
    this.store = store;
    this.slots = slots;
    byte[] head = store.get(HEAD);
    next = head == null ? 0 : ByteBuffer.wrap(head).getLong();
    TreeMap<Long, PendingRecord> found = new TreeMap<>();
    try (KeyValueIterator<String, byte[]> entries = store.range(SLOT, AFTER_SLOTS)) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        ByteBuffer slot = ByteBuffer.wrap(entry.value);
        long number = slot.getLong();
        if (number >= next) {
          found.put(number, PendingRecord.read(slot));
        }
      }
    }
    next += found.size();
    if (!found.isEmpty() && found.lastKey() != next - 1) {
      throw new IllegalStateException("records that waited are not in the store");
    }
    found.values().forEach(this::hold);
  }

  private void hold(PendingRecord record) {
    waiting.add(record);
    bytes += record.bytes();
  }

  /** Has a record wait; there must be a slot for it. */
  void add(PendingRecord record) {
    ByteBuffer slot = ByteBuffer.allocate(Long.BYTES + record.bytes()).putLong(next);
    record.write(slot);
    store.put(SLOT + next % slots, slot.array());
    next++;
    hold(record);
  }

  /** What waits, in order. */
  List<PendingRecord> waiting() {
    return waiting;
  }

  /** Bytes of what waits. */
  int bytes() {
    return bytes;
  }

  /** Notes that all that waited is done. */
  void clear() {
    if (!waiting.isEmpty()) {
      store.put(HEAD, ByteBuffer.allocate(Long.BYTES).putLong(next).array());
      waiting.clear();
      bytes = 0;
    }
  }
}
