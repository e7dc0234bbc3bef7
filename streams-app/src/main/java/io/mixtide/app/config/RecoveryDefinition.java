package io.mixtide.app.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;

import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings of how soon others go on where an instance stops, and what that costs. */
final class RecoveryDefinition {
  static final String NUM_STANDBY_REPLICAS = "num.standby.replicas";
  static final String SESSION_TIMEOUT_MS = "session.timeout.ms";
  static final String HEARTBEAT_INTERVAL_MS = "heartbeat.interval.ms";
  static final String TRANSACTION_TIMEOUT_MS = "transaction.timeout.ms";
  static final String ROCKSDB_MEMORY_BYTES = "rocksdb.memory.bytes";

  private RecoveryDefinition() {}

  /** Adds these settings, as a group of their own. */
  static void addTo(GroupedDefinition settings) {
    settings.startGroup("Recovery");
    settings.define(
        NUM_STANDBY_REPLICAS,
        INT,
        1,
        Range.between(0, 100),
        MEDIUM,
        "How many other instances keep a copy of each task's state, and go on from it at once when"
            + " its instance is lost. Without one, all state is first read from its changelog. The"
            + " default outlives one instance at a time, for the price of writing state twice; a"
            + " single instance has nowhere to put a copy and makes none.");
    settings.define(
        SESSION_TIMEOUT_MS,
        INT,
        6_000,
        Range.between(1_000, 1_800_000),
        MEDIUM,
        "Milliseconds without a sign of life after which an instance counts as lost and others take"
            + " its tasks. The default is the least that brokers allow unless their"
            + " `group.min.session.timeout.ms` says otherwise; Kafka's own of 45 s is for groups"
            + " that no one waits for. An instance that comes back later, as after a long pause,"
            + " joins again; what it had not committed is done by the others.");
    settings.define(
        HEARTBEAT_INTERVAL_MS,
        INT,
        500,
        Range.between(50, 600_000),
        LOW,
        "Milliseconds between the signs of life that each thread gives; it must be at most a third"
            + " of `session.timeout.ms`. A thread learns only by the answer that tasks are shared"
            + " out anew, so this is how long the others wait when an instance stops gracefully."
            + " Two small requests a second are of no weight to a broker.");
    settings.define(
        TRANSACTION_TIMEOUT_MS,
        INT,
        5_000,
        Range.between(1_000, 900_000),
        MEDIUM,
        "Milliseconds after which brokers abort a transaction whose instance was lost; it must be"
            + " greater than `commit.interval.ms`. Until then no reader of committed records sees"
            + " anything behind it, and whoever takes over the tasks waits. The default is just"
            + " below `session.timeout.ms`, so that it adds nothing; a shorter one aborts the work"
            + " of instances that a full disk or a slow broker holds up. Brokers look only every"
            + " `transaction.abort.timed.out.transaction.cleanup.interval.ms`, 10 s by default.");
    settings.define(
        ROCKSDB_MEMORY_BYTES,
        LONG,
        256L << 20,
        Range.between(16L << 20, Long.MAX_VALUE),
        MEDIUM,
        "The most memory, outside the heap, that all state stores of this process take together, in"
            + " bytes: half for blocks read, half for what is not written to disk yet. RocksDB's own"
            + " default is some 100 MiB for each store of each partition, so that the memory"
            + " grows with the partitions. The default holds the state of some hundred thousand"
            + " tasks; more tasks are read from disk, so raise it if memory is there.");
  }
}
