package io.mixtide.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Tasks in the order of the partition's time at an arrival of theirs, stored under {@code (time,
 * task)}. Filed by the arrival and not by the deadline, so that another idle time holds for all.
 */
final class IdleTimers {
  /** A task filed under a time, milliseconds since 1970. */
  record Timer(long time, String task) {}

  private static final byte[] EMPTY = {};

  private final KeyValueStore<Bytes, byte[]> store;

  /** At first so early that the store is looked at. */
  private long earliest = Long.MIN_VALUE;

  IdleTimers(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void put(long time, String task) {
    store.put(key(time, task), EMPTY);
    earliest = Math.min(earliest, time);
  }

  void remove(long time, String task) {
    store.delete(key(time, task));
  }

  /** A time that no timer is earlier than. */
  long earliest() {
    return earliest;
  }

  /** Removes the earliest timers up to and with {@code until}, {@code limit} at most. */
  List<Timer> take(long until, int limit) {
    List<Timer> taken = new ArrayList<>();
    // From the earliest on: the store is slow at skipping what was removed before it.
    try (KeyValueIterator<Bytes, byte[]> timers = store.range(key(earliest, ""), null)) {
      earliest = Long.MAX_VALUE;
      while (timers.hasNext() && earliest == Long.MAX_VALUE) {
        Timer timer = timer(timers.next().key);
        if (timer.time() <= until && taken.size() < limit) {
          taken.add(timer);
        } else {
          earliest = timer.time();
        }
      }
    }
    taken.forEach(timer -> remove(timer.time(), timer.task()));
    return taken;
  }

  private static Timer timer(Bytes stored) {
    ByteBuffer key = ByteBuffer.wrap(stored.get());
    long time = key.getLong() ^ Long.MIN_VALUE;
    return new Timer(time, UTF_8.decode(key).toString());
  }

  /** With its sign turned, a time before 1970 comes before those after. */
  private static Bytes key(long time, String task) {
    byte[] name = task.getBytes(UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + name.length)
            .putLong(time ^ Long.MIN_VALUE)
            .put(name)
            .array());
  }
}
