package io.mixtide.app.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The settings of how records are processed, and with what. */
final class ProcessingDefinition {
  static final String STATE_DIR = "state.dir";
  static final String NUM_STREAM_THREADS = "num.stream.threads";
  static final String COMMIT_INTERVAL_MS = "commit.interval.ms";
  static final String LINGER_MS = "linger.ms";
  static final String MAX_QUERIES = "max.queries";
  static final String MAX_RECORD_BYTES = "max.record.bytes";
  static final String ENGINE = "inference.engine";
  static final String BATCH_RECORDS = "inference.batch.records";
  static final String RELEASE_WAIT_MS = "release.wait.ms";

  private ProcessingDefinition() {}

  /** Adds these settings, group by group. */
  static void addTo(GroupedDefinition settings) {
    defineProcessing(settings);
    defineModel(settings);
  }

  private static void defineProcessing(GroupedDefinition settings) {
    settings.startGroup("Processing");
    settings.define(
        STATE_DIR,
        STRING,
        "mixtide-state",
        new ConfigDef.NonEmptyString(),
        MEDIUM,
        "The directory of the local state stores, relative to where the service starts. Not Kafka's"
            + " default under the temporary directory, for a cleaned directory means restoring all"
            + " state from the changelogs.");
    settings.define(
        NUM_STREAM_THREADS,
        INT,
        1,
        Range.between(1, 1024),
        MEDIUM,
        "How many threads of this instance adapt tasks. One thread infers some hundred thousand"
            + " times a second, so Kafka is the limit first; more threads than partitions are idle.");
    settings.define(
        COMMIT_INTERVAL_MS,
        LONG,
        50L,
        Range.between(1L, 60_000L),
        MEDIUM,
        "Milliseconds between commits. Processing is always exactly once, so results are seen only"
            + " when their transaction commits and this interval sets the latency. Each commit"
            + " costs the brokers a round of transaction markers, so half the interval is bought"
            + " with throughput; raise it where latency is of no interest.");
    settings.define(
        LINGER_MS,
        LONG,
        50L,
        Range.between(0L, 60_000L),
        LOW,
        "Milliseconds that a result waits for others to share a request with. No result is seen"
            + " before its commit, and a commit sends at once what is waiting: a wait as long as"
            + " `commit.interval.ms` costs no latency, and a shorter one only sends more requests."
            + " Once 128 KiB wait for one partition (`kafka.producer.batch.size`), they are sent.");
    settings.define(
        MAX_QUERIES,
        INT,
        256,
        Range.between(1, 1_000_000),
        MEDIUM,
        "How many queries one event may carry; an event with more is a dead letter. The default is"
            + " a batch that takes under a millisecond, so no event holds up the ones behind it.");
    settings.define(
        MAX_RECORD_BYTES,
        INT,
        1 << 20,
        Range.between(1024, Integer.MAX_VALUE),
        LOW,
        "The largest record value that is read, in bytes; a larger one is a dead letter. The default"
            + " is the largest that a broker accepts by default.");
  }

  private static void defineModel(GroupedDefinition settings) {
    settings.startGroup("Model");
    settings.define(
        ENGINE,
        STRING,
        "auto",
        ValidString.in("auto", "vector", "scalar", "cuda", "nd4j"),
        MEDIUM,
        "What infers: `vector` uses the CPU's vector units, `scalar` plain Java, to the same bits."
            + " `cuda` is a graphics card of NVIDIA's, from Volta on; where there is none, or it fails"
            + " or is too small for the release, `vector` takes its place, nothing is lost, and a line"
            + " says why. No card has run it yet: neither its results on one nor its speed are known."
            + " `nd4j` is ND4J's operators, for releases with input experts, where they are built in"
            + " (MIXTIDE_MAVEN_ARGS=-Pnd4j, or -Pnd4j-cuda for cards up to Ada with CUDA 11.6);"
            + " results within 1e-4 of the others', in many times their time. Where it cannot be"
            + " used, `vector` takes its place likewise. `auto` is `vector`. The service says at"
            + " start which it is.");
    settings.define(
        BATCH_RECORDS,
        INT,
        32,
        Range.between(1, 4096),
        LOW,
        "How many records of a partition are inferred together at most, of those that are there: none"
            + " waits for others. Outputs are those of one record after another, which 1 asks for, to"
            + " the bit. The default is how many tasks the CPU's kernels infer at once with AVX-512, and"
            + " twice what they do with AVX2; more are for engines that want them.");
    settings.define(
        RELEASE_WAIT_MS,
        LONG,
        30_000L,
        Range.between(0L, Long.MAX_VALUE),
        LOW,
        "Milliseconds that a starting service waits for a release in force before it says so; it"
            + " then keeps waiting. The default is longer than reading any release takes, so the"
            + " message means that none was published.");
  }
}
