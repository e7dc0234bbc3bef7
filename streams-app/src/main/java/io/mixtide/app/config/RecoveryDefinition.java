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
  static final String MAX_WARMUP_REPLICAS = "max.warmup.replicas";
  static final String PROBING_REBALANCE_INTERVAL_MS = "probing.rebalance.interval.ms";
  static final String CHANGELOG_SEGMENT_BYTES = "changelog.segment.bytes";
  static final String ROCKSDB_MEMORY_BYTES = "rocksdb.memory.bytes";

  private RecoveryDefinition() {}

  /** Adds these settings, as a group of their own. */
  static void addTo(GroupedDefinition settings) {
    settings.startGroup("Recovery");
    defineFailure(settings);
    defineMoves(settings);
    defineState(settings);
  }

  private static void defineFailure(GroupedDefinition settings) {
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
        200,
        Range.between(50, 600_000),
        LOW,
        "Milliseconds between the signs of life that each thread gives; it must be at most a third"
            + " of `session.timeout.ms`. A thread learns only by the answer that tasks are shared"
            + " out anew, so this is how long the others wait when an instance stops gracefully."
            + " Five small requests a second are of no weight to a broker.");
    settings.define(
        TRANSACTION_TIMEOUT_MS,
        INT,
        20_000,
        Range.between(1_000, 900_000),
        MEDIUM,
        "Milliseconds after which brokers abort a transaction that is still open; it must be greater"
            + " than `commit.interval.ms`. The default is twice the 9 s after which a broker counts"
            + " as lost (`broker.session.timeout.ms`) and some: commits wait for that long, and one"
            + " whose transaction was aborted meanwhile costs the thread. What a lost instance left"
            + " open, behind which no reader of committed records sees anything, is aborted by those"
            + " who take over its tasks; only where none is left, or none may"
            + " (`SECURITY.md` has the rights), readers wait for this long, and up to the brokers'"
            + " `transaction.abort.timed.out.transaction.cleanup.interval.ms` more, 10 s by default.");
  }

  private static void defineMoves(GroupedDefinition settings) {
    settings.define(
        MAX_WARMUP_REPLICAS,
        INT,
        8,
        Range.between(1, 10_000),
        LOW,
        "How many partitions may be copied at a time, in all, to instances that are to take them"
            + " over; one whose copy is less than `kafka.acceptable.recovery.lag` records behind,"
            + " 10,000 unless that is given, takes over at once. With Kafka's default of 2, half of"
            + " 16 partitions would move to a new instance in four steps of `probing.rebalance.interval.ms`; with 8, in one.");
    settings.define(
        PROBING_REBALANCE_INTERVAL_MS,
        LONG,
        60_000L,
        Range.between(60_000L, 86_400_000L),
        LOW,
        "Milliseconds between looks whether such copies are complete, so that the partitions can move"
            + " to them. The least that Kafka allows: its own ten minutes leave a new instance idle"
            + " for so long.");
  }

  private static void defineState(GroupedDefinition settings) {
    settings.define(
        CHANGELOG_SEGMENT_BYTES,
        INT,
        64 << 20,
        Range.between(1 << 20, Integer.MAX_VALUE),
        LOW,
        "The size of the files in which brokers keep the stores' changelogs. Brokers compact only what"
            + " is behind the newest file, and a task's state is written anew at each arrival: with"
            + " their own 1 GiB, restoring would read up to that much of what was overwritten, for"
            + " each store. It counts when the changelogs are made.");
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
