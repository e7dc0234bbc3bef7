package io.mixtide.app.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.UserErrorException;
import io.mixtide.app.trainer.RoundPlan.Stretch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The logged tasks on disk: the last log of each task, in order of arrival, and in one write with
 * them how far the log was read. So each log counts once, whenever the process is killed.
 *
 * <p>Size is bounded: beyond the bound the oldest tasks are dropped. One process can have a store
 * open. Writers take turns; reading while others write is allowed.
 */
final class TaskLogStore implements AutoCloseable {
  private static final byte[] STATE = "state".getBytes(UTF_8);
  private static final long WRITE_BUFFER = 8L << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static {
    RocksDB.loadLibrary();
  }

  private final ColumnFamilyOptions families =
      new ColumnFamilyOptions().setWriteBufferSize(WRITE_BUFFER);
  private final DBOptions options =
      new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
  private final WriteOptions writing = new WriteOptions();
  private final List<ColumnFamilyHandle> handles = new ArrayList<>();
  private final long maxBytes;
  private final RocksDB db;
  private final ColumnFamilyHandle meta;
  private final ColumnFamilyHandle tasks;
  private final ColumnFamilyHandle order;
  private volatile StoreState state;

  /**
   * What a poll brought.
   *
   * @param logs values by task, the last one of each, in order of arrival
   * @param taken how many logs that were, replaced ones included
   * @param refused records that were no usable log
   * @param drift the release that is reported to have drifted; null for none
   * @param read what was read, by partition as {@code TOPIC-PARTITION}
   */
  record Intake(
      SequencedMap<String, byte[]> logs,
      long taken,
      long refused,
      @Nullable String drift,
      Map<String, Stretch> read) {}

  /**
   * Opens a store, or makes one.
   *
   * @param maxBytes of values that are kept
   * @param now milliseconds since 1970, written down as the time of its making
   * @throws UserErrorException if the directory cannot be used, or another process uses it
   */
  static TaskLogStore open(Path directory, long maxBytes, long now) {
    try {
      Files.createDirectories(directory);
      return new TaskLogStore(directory, maxBytes, now);
    } catch (IOException | RocksDBException e) {
      throw new UserErrorException(
          "the trainer's directory %s cannot be used, perhaps because another trainer does (%s): set trainer.dir"
              .formatted(directory.toAbsolutePath(), String.valueOf(e.getMessage())),
          e);
    }
  }

  private TaskLogStore(Path directory, long maxBytes, long now) throws RocksDBException {
    this.maxBytes = maxBytes;
    List<ColumnFamilyDescriptor> names =
        List.of(
            new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, families),
            new ColumnFamilyDescriptor("tasks".getBytes(UTF_8), families),
            new ColumnFamilyDescriptor("order".getBytes(UTF_8), families));
    db = RocksDB.open(options, directory.toString(), names, handles);
    meta = handles.get(0);
    tasks = handles.get(1);
    order = handles.get(2);
    byte[] stored = db.get(meta, STATE);
    state = stored == null ? StoreState.empty(now) : parse(stored);
    if (stored == null) {
      try (WriteBatch batch = new WriteBatch()) {
        commit(batch, state);
      }
    }
  }

  /** What the store knows of itself. */
  StoreState state() {
    return state;
  }

  /**
   * Takes in what a poll brought, all of it or, if this throws, nothing.
   *
   * @throws UncheckedIOException if the disk is full or fails
   */
  synchronized void add(Intake intake) {
    try {
      write(intake);
      dropOldest();
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  private void write(Intake intake) throws RocksDBException {
    StoreState s = state;
    long ordinal = s.nextOrdinal();
    long count = s.tasks();
    long bytes = s.bytes();
    try (WriteBatch batch = new WriteBatch()) {
      for (Map.Entry<String, byte[]> log : intake.logs().entrySet()) {
        byte[] key = log.getKey().getBytes(UTF_8);
        byte[] former = db.get(tasks, key);
        if (former != null) {
          batch.delete(order, Arrays.copyOf(former, Long.BYTES));
          bytes -= former.length - Long.BYTES;
          count--;
        }
        byte[] place = ordinal(ordinal++);
        byte[] value = log.getValue();
        batch.put(order, place, key);
        batch.put(
            tasks,
            key,
            ByteBuffer.allocate(Long.BYTES + value.length).put(place).put(value).array());
        bytes += value.length;
        count++;
      }
      commit(
          batch,
          new StoreState(
              ordinal,
              count,
              bytes,
              s.fresh() + intake.taken(),
              s.dropped(),
              s.refused() + intake.refused(),
              s.rounds(),
              s.quietSince(),
              intake.drift() == null ? s.drift() : intake.drift(),
              continued(s.stretches(), intake.read()),
              s.round()));
    }
  }

  private static Map<String, Stretch> continued(
      Map<String, Stretch> former, Map<String, Stretch> read) {
    Map<String, Stretch> all = new TreeMap<>(former);
    read.forEach((partition, now) ->
        all.merge(partition, now, (old, next) -> new Stretch(old.from(), next.to())));
    return all;
  }

  private void dropOldest() throws RocksDBException {
    StoreState s = state;
    if (s.bytes() <= maxBytes) {
      return;
    }
    long bytes = s.bytes();
    long dropped = 0;
    try (WriteBatch batch = new WriteBatch();
        RocksIterator oldest = db.newIterator(order)) {
      for (oldest.seekToFirst(); oldest.isValid() && bytes > maxBytes; oldest.next()) {
        byte[] value = db.get(tasks, oldest.value());
        bytes -= value == null ? 0 : value.length - Long.BYTES;
        batch.delete(tasks, oldest.value());
        batch.delete(order, oldest.key());
        dropped++;
      }
      oldest.status();
      commit(
          batch,
          new StoreState(
              s.nextOrdinal(),
              s.tasks() - dropped,
              bytes,
              s.fresh(),
              s.dropped() + dropped,
              s.refused(),
              s.rounds(),
              s.quietSince(),
              s.drift(),
              s.stretches(),
              s.round()));
    }
  }

  /**
   * Writes down that a round begins.
   *
   * @throws UncheckedIOException if the disk is full or fails
   */
  void begin(RoundPlan plan) {
    replace(state.begun(plan));
  }

  /** Writes down that the round under way is over, at a time in milliseconds since 1970. */
  void end(long now) {
    replace(state.ended(now));
  }

  private synchronized void replace(StoreState next) {
    try (WriteBatch batch = new WriteBatch()) {
      commit(batch, next);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** Visits the names of all tasks, the one that arrived first at first, and their values. */
  void forEach(BiConsumer<String, byte[]> visitor) {
    try (RocksIterator all = db.newIterator(order)) {
      for (all.seekToFirst(); all.isValid(); all.next()) {
        byte[] value = db.get(tasks, all.value());
        if (value != null) {
          visitor.accept(
              new String(all.value(), UTF_8), Arrays.copyOfRange(value, Long.BYTES, value.length));
        }
      }
      all.status();
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** The names of all tasks, the one that arrived first at first. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    try (RocksIterator all = db.newIterator(order)) {
      for (all.seekToFirst(); all.isValid(); all.next()) {
        names.add(new String(all.value(), UTF_8));
      }
      all.status();
      return names;
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  private void commit(WriteBatch batch, StoreState next) throws RocksDBException {
    try {
      batch.put(meta, STATE, JSON.writeValueAsBytes(next));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    db.write(writing, batch);
    state = next;
  }

  private static StoreState parse(byte[] stored) {
    try {
      return JSON.readValue(stored, StoreState.class);
    } catch (IOException e) {
      throw new UserErrorException(
          "the trainer's directory was written by another version of the program: set trainer.dir",
          e);
    }
  }

  private static byte[] ordinal(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static UncheckedIOException failed(RocksDBException e) {
    return new UncheckedIOException(new IOException(e.getMessage(), e));
  }

  @Override
  public synchronized void close() {
    handles.forEach(ColumnFamilyHandle::close);
    db.close();
    writing.close();
    options.close();
    families.close();
  }
}
