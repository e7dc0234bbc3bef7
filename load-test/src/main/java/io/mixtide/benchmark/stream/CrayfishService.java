package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import io.mixtide.benchmark.stream.crayfish.Crayfish;
import io.mixtide.benchmark.stream.crayfish.ImageFormat;
import io.mixtide.benchmark.stream.crayfish.ImageModel;
import io.mixtide.benchmark.stream.crayfish.ImageProcessor;
import io.mixtide.model.network.Mlp;
import io.mixtide.schemas.Topics;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * Images in, scores out, by a model that is called for each record. Exactly once, Kafka Streams
 * being as it comes otherwise, whatever the model and the format.
 */
record CrayfishService(ImageModel.Provider models, ImageFormat format) implements StreamService {
  private static final String IMAGES = "images";
  private static final String MODEL = "model";
  private static final String SCORES = "scores";

  @Override
  public Topology topology(Settings settings, Properties streams) {
    KafkaDefaults.restore(streams, settings);
    Topics topics = new Topics(settings.topicPrefix());
    Mlp network = Crayfish.network();
    return new Topology()
        .addSource(
            IMAGES, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.context())
        .addProcessor(MODEL, () -> new ImageProcessor(models.model(network), format), IMAGES)
        .addSink(
            SCORES,
            topics.posteriors(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            MODEL);
  }
}
