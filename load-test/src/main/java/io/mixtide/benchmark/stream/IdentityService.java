package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import io.mixtide.app.topology.RocksDbMemory;
import io.mixtide.schemas.Topics;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * The identity topology: Mixtide's topics and stores, its writes and reads for every event, and
 * records as large as its own, copied, without a model, a decoder or an encoder. What Kafka and the
 * stores cost, and so the limit.
 *
 * @param queries with each event
 * @param onDisk whether stores are in RocksDB, as Mixtide's are, or on the heap
 */
record IdentityService(RecordBytes bytes, int queries, boolean onDisk) implements StreamService {
  static final String TASKS = "tasks";
  static final String OBSERVATIONS = "observations";
  static final String TIMERS = "timers";

  /** Read and written only when an alert asks for labels or a task closes. */
  private static final String PARTITION = "partition";

  static final String POSTERIORS = "posteriors";
  static final String PREDICTIONS = "predictions";

  private static final String PROCESSOR = "identity";

  @Override
  public Topology topology(Settings settings, Properties streams) {
    RocksDbMemory.bound(streams, settings.rocksDbMemoryBytes());
    Topics topics = new Topics(settings.topicPrefix());
    ByteArraySerializer serializer = new ByteArraySerializer();
    Topology topology =
        new Topology()
            .addSource(
                "context",
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.context(),
                topics.requests())
            .addProcessor(PROCESSOR, () -> new IdentityProcessor(bytes, queries), "context")
            .addSink(POSTERIORS, topics.posteriors(), serializer, serializer, PROCESSOR)
            .addSink(PREDICTIONS, topics.predictions(), serializer, serializer, PROCESSOR);
    for (String store : List.of(TASKS, OBSERVATIONS, TIMERS, PARTITION)) {
      topology.addStateStore(
          Stores.keyValueStoreBuilder(
              onDisk ? Stores.persistentKeyValueStore(store) : Stores.inMemoryKeyValueStore(store),
              Serdes.Bytes(),
              Serdes.ByteArray()),
          PROCESSOR);
    }
    return topology;
  }
}
