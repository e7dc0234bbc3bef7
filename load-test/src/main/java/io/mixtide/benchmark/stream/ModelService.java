package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.Topics;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
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
    KafkaDefaults.restore(streams, settings);
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
}
