package io.mixtide.benchmark.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.benchmark.stream.crayfish.Crayfish;
import io.mixtide.benchmark.stream.crayfish.FloatsSerde;
import io.mixtide.model.random.RandomStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.kafka.common.serialization.Serializer;

/** Random images, as Crayfish sends them, under as many keys as there are tasks. */
final class ImageEvents implements Events {
  private final int keys;
  private final String topic;
  private final Serializer<float[]> values = FloatsSerde.create().serializer();
  private final UniformRandomProvider random;

  ImageEvents(StreamPlan plan, String topic) {
    keys = plan.tasks();
    this.topic = topic;
    random = RandomStream.of(plan.seed());
  }

  @Override
  public Event next() {
    String key = "image-" + random.nextInt(keys);
    return new Event(key.getBytes(UTF_8), values.serialize(topic, Crayfish.image(random)));
  }
}
