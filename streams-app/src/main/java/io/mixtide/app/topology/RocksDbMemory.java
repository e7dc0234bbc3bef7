package io.mixtide.app.topology;

import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of RocksDB: all stores of the process share one block cache, from which write
 * buffers, indexes and filters are taken too. Left alone, each store of each partition has a cache
 * and buffers of its own.
 */
public final class RocksDbMemory implements RocksDBConfigSetter {
  private static final String BYTES = "mixtide.rocksdb.memory.bytes";
  private static final boolean LOOSE = false;
  private static final int SHARDS_AS_FIT = -1;

  /** Indexes and filters are dropped last, up to this share: every read needs them. */
  private static final double INDEXES = 0.1;

  /**
   * What a write buffer takes at a time. RocksDB takes 1 MiB, even for the first few KB: some
   * hundred stores then reach the bound with blocks that are nearly empty, and from there on each
   * write has a buffer flushed.
   */
  private static final long BUFFER_BLOCK_BYTES = 64 << 10;

  private static @Nullable Shared shared;

  /** What stores share, never closed: it lasts as long as the process. */
  private record Shared(Cache cache, WriteBufferManager buffers) {
    static Shared of(long bytes) {
      RocksDB.loadLibrary();
      Cache cache = new LRUCache(bytes, SHARDS_AS_FIT, LOOSE, INDEXES);
      return new Shared(cache, new WriteBufferManager(bytes / 2, cache));
    }
  }

  /** Public for Kafka Streams, which makes it by its class. */
  public RocksDbMemory() {}

  /**
   * Has a topology's stores share memory.
   *
   * @param streams the configuration of Kafka Streams, to which this adds
   * @param bytes the bound; that of the first topology in a process holds for all
   */
  public static void bound(Properties streams, long bytes) {
    streams.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
    streams.put(BYTES, bytes);
  }

  private static synchronized Shared shared(long bytes) {
    if (shared == null) {
      shared = Shared.of(bytes);
    }
    return shared;
  }

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    Shared memory = shared((Long) Objects.requireNonNull(configs.get(BYTES), BYTES));
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(memory.buffers());
    options.setArenaBlockSize(BUFFER_BLOCK_BYTES);
  }

  @Override
  public void close(String store, Options options) {
    // What it set is shared.
  }
}
