package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.Topics;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * The shipped release as one would serve it without Mixtide: one processor with one store, which
 * calls a model for each event. Exactly once, Kafka Streams being as it comes otherwise.
 */
record ModelService(EventModel.Provider models) implements StreamService {
  static final String TASKS = "tasks";
  static final String POSTERIORS = "posteriors";
  static final String PREDICTIONS = "predictions";

  private static final String PROCESSOR = "model";

  @Override
  public Topology topology(Settings settings, Properties streams) {
    asItComes(streams, settings);
    Release release = ReleaseFile.read(ShippedReleases.firstWeeks());
    Topics topics = new Topics(settings.topicPrefix());
    Serializer<SpecificRecord> values = settings.<SpecificRecord>valueSerde().serializer();
    StringSerializer keys = new StringSerializer();
    return new Topology()
        .addSource(
            "context",
            new StringDeserializer(),
            settings.valueSerde().deserializer(),
            topics.context())
        .addProcessor(PROCESSOR, () -> new ModelProcessor(release, models), "context")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(TASKS), Serdes.String(), Serdes.ByteArray()),
            PROCESSOR)
        .addSink(POSTERIORS, topics.posteriors(), keys, values, PROCESSOR)
        .addSink(PREDICTIONS, topics.predictions(), keys, values, PROCESSOR);
  }

  /** Leaves what is not Kafka's own default only where the benchmark needs it. */
  private static void asItComes(Properties streams, Settings settings) {
    Properties all = new Properties();
    all.putAll(streams);
    streams.clear();
    streams.putAll(settings.clientProperties());
    for (String kept :
        new String[] {
          StreamsConfig.APPLICATION_ID_CONFIG,
          StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
          StreamsConfig.NUM_STREAM_THREADS_CONFIG,
          StreamsConfig.REPLICATION_FACTOR_CONFIG,
          StreamsConfig.STATE_DIR_CONFIG,
          // One that is paused while events are written is not lost.
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG)
        }) {
      streams.put(kept, all.get(kept));
    }
  }
}
