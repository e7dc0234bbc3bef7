package io.mixtide.app.topology;

import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The adaptation topology: context and requests, co-partitioned, into one processor with its
 * stores; posteriors, predictions, ambiguity, closed tasks, drift and shadow scores out.
 */
public final class AdaptationTopology {
  /** Store of {@link StoredTask}s by task. */
  public static final String TASKS = "tasks";

  /** Store of raw observations by task and sequence. */
  public static final String OBSERVATIONS = "observations";

  /** Store of open tasks, by when to look whether they are idle. */
  static final String TIMERS = "timers";

  /** Store of what is counted for a partition as a whole, by what it is. */
  static final String PARTITION = "partition";

  private static final String CONTEXT = "context";
  private static final String REQUESTS = "requests";
  private static final String PROCESSOR = "adaptation";

  /** Names of the sink nodes. */
  static final class Sinks {
    static final String POSTERIORS = "posteriors";
    static final String PREDICTIONS = "predictions";
    static final String AMBIGUITY = "ambiguity";
    static final String TASK_LOG = "task-log";
    static final String DRIFT = "drift";
    static final String SHADOW_SCORES = "shadow-scores";

    private Sinks() {}
  }

  private AdaptationTopology() {}

  /** Builds the topology. */
  public static Topology build(AdaptationOptions options) {
    Serializer<SpecificRecord> serializer = options.values().serializer();
    var names = options.topics();
    var keys = new TaskNameDeserializer();
    var bytes = new ByteArrayDeserializer();
    return new Topology()
        .addSource(CONTEXT, keys, bytes, names.context())
        .addSource(REQUESTS, keys, bytes, names.requests())
        .addProcessor(PROCESSOR, () -> new AdaptationProcessor(options), CONTEXT, REQUESTS)
        .addStateStore(store(TASKS, Serdes.String()), PROCESSOR)
        .addStateStore(store(OBSERVATIONS, Serdes.Bytes()), PROCESSOR)
        .addStateStore(store(TIMERS, Serdes.Bytes()), PROCESSOR)
        .addStateStore(store(PARTITION, Serdes.String()), PROCESSOR)
        .addSink(
            Sinks.POSTERIORS, names.posteriors(), new StringSerializer(), serializer, PROCESSOR)
        .addSink(
            Sinks.PREDICTIONS, names.predictions(), new StringSerializer(), serializer, PROCESSOR)
        .addSink(Sinks.AMBIGUITY, names.ambiguity(), new StringSerializer(), serializer, PROCESSOR)
        .addSink(
            Sinks.SHADOW_SCORES,
            names.shadowScores(),
            new StringSerializer(),
            serializer,
            PROCESSOR)
        .addSink(Sinks.DRIFT, names.drift(), new StringSerializer(), serializer, PROCESSOR)
        .addSink(Sinks.TASK_LOG, names.taskLog(), new StringSerializer(), serializer, PROCESSOR);
  }

  private static <K> StoreBuilder<KeyValueStore<K, byte[]>> store(String name, Serde<K> keys) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), keys, Serdes.ByteArray());
  }

  /**
   * Adds to Kafka Streams' configuration what the topology needs: where dead letters go, the time
   * of a record that has none, and who sees records before their turn.
   */
  public static void configure(Properties streams, AdaptationOptions options) {
    streams.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    streams.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    streams.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTime.class);
    streams.put(DeadLetterHandler.TOPIC, options.topics().deadLetters());
    streams.put(DeadLetterHandler.SERIALIZER, options.values().serializer());
    streams.put(DeadLetterHandler.LISTENER, options.listener());
    if (options.batchRecords() > 1) {
      streams.put(
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
          interceptors(streams));
      streams.put(
          StreamsConfig.mainConsumerPrefix(PolledRecords.Interceptor.POLLED_RECORDS),
          options.polled());
    }
  }

  /** Ours after those that the user gives for the main consumer. */
  private static String interceptors(Properties streams) {
    String key = ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG;
    String ours = PolledRecords.Interceptor.class.getName();
    return Stream.of(StreamsConfig.mainConsumerPrefix(key), StreamsConfig.consumerPrefix(key), key)
        .map(streams::get)
        .filter(Objects::nonNull)
        .findFirst()
        .map(given -> given + "," + ours)
        .orElse(ours);
  }
}
