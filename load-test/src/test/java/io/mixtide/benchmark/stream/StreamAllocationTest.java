package io.mixtide.benchmark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.config.Settings;
import io.mixtide.schemas.Topics;
import io.mixtide.testing.Allocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Mixtide allocates for an event with a query, beside what Kafka Streams alone does. */
@Tag("own-jvm")
class StreamAllocationTest {
  private static final StreamPlan PLAN = new StreamPlan(1, 1, 20, 0, 1, 0, 0, Duration.ZERO, 1, 1);

  private static final int EVENTS = 3_000;

  /** The compiler takes many events, and its time, until it knows which objects need not be. */
  private static final int MOST_ROUNDS = 60;

  private static final int MOST_BYTES = 2 << 10;

  @TempDir private Path directory;

  @Test
  void shouldAllocateLittleBeyondWhatTheIdentityTopologyDoes() {
    RecordBytes written = measure("written", new MixtideService(true), 1, 0).written();
    IdentityService copying = new IdentityService(written, PLAN.queries(), true);
    double most = measure("identity", copying, 4, 0).bytes() + MOST_BYTES;

    assertThat(measure("mixtide", new MixtideService(true), MOST_ROUNDS, most).bytes())
        .isLessThanOrEqualTo(most);
  }

  /**
   * What a service did.
   *
   * @param bytes allocated for an event, in the round with the fewest
   * @param written for the last event
   */
  private record Measured(double bytes, RecordBytes written) {}

  /** Measures until an event takes no more bytes than is enough, but not for ever. */
  private Measured measure(String name, StreamService service, int mostRounds, double enough) {
    Settings settings =
        Settings.of(
            Map.of(
                "application.id",
                name,
                "bootstrap.servers",
                "localhost:9092",
                "schema.registry.url",
                "mock://" + name,
                "state.dir",
                directory.resolve(name).toString()));
    Properties properties = settings.streamsProperties();
    Topics topics = new Topics(settings.topicPrefix());
    Events events =
        new TaskEvents(PLAN, topics.context(), settings.<SpecificRecord>valueSerde().serializer());
    try (TopologyTestDriver driver =
        new TopologyTestDriver(service.topology(settings, properties), properties)) {
      TestInputTopic<byte[], byte[]> context =
          driver.createInputTopic(
              topics.context(), new ByteArraySerializer(), new ByteArraySerializer());
      double least = Double.POSITIVE_INFINITY;
      for (int round = 0; round < mostRounds && least > enough; round++) {
        List<Events.Event> measured = next(events, EVENTS);
        long bytes = Allocation.of(() -> send(measured, context));
        least = Math.min(least, (double) bytes / EVENTS);
      }
      return new Measured(
          least,
          new RecordBytes(
              stored(driver, "tasks"),
              stored(driver, "observations"),
              last(driver, topics.posteriors()),
              last(driver, topics.predictions())));
    }
  }

  private static List<Events.Event> next(Events events, int count) {
    List<Events.Event> next = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      next.add(events.next());
    }
    return next;
  }

  private static void send(List<Events.Event> events, TestInputTopic<byte[], byte[]> topic) {
    for (Events.Event event : events) {
      topic.pipeInput(event.key(), event.value());
    }
  }

  private static byte[] last(TopologyTestDriver driver, String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readValuesToList()
        .getLast();
  }

  private static byte[] stored(TopologyTestDriver driver, String store) {
    try (KeyValueIterator<Object, byte[]> all =
        driver.<Object, byte[]>getKeyValueStore(store).all()) {
      return all.next().value;
    }
  }
}
