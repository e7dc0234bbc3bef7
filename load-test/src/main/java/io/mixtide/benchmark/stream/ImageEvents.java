package io.mixtide.benchmark.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.benchmark.stream.crayfish.Crayfish;
import io.mixtide.benchmark.stream.crayfish.ImageFormat;
import io.mixtide.model.random.RandomStream;
import org.apache.commons.rng.UniformRandomProvider;

/** Random images, as Crayfish sends them, under as many keys as there are tasks. */
final class ImageEvents implements Events {
  private final int keys;
  private final ImageFormat format;
  private final UniformRandomProvider random;

  ImageEvents(StreamPlan plan, ImageFormat format) {
    keys = plan.tasks();
    this.format = format;
    random = RandomStream.of(plan.seed());
  }

  @Override
  public Event next() {
    String key = "image-" + random.nextInt(keys);
    return new Event(key.getBytes(UTF_8), format.event(Crayfish.image(random)));
  }
}
