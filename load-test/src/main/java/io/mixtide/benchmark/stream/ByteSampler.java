package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import io.mixtide.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * Has Mixtide take a few events of one task, in this process, and looks at its topics and
 * changelogs for what it wrote of the last one.
 */
final class ByteSampler {
  private static final String SERVICE = "sample";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  /** A task remembers the ids of so many. */
  private static final int MOST_EVENTS = 64;

  private ByteSampler() {}

  /** As of a task with a context of the plan's size. */
  static RecordBytes sample(StreamBed bed, Candidate as) throws InterruptedException {
    StreamPlan plan = as.plan();
    Settings settings = Settings.of(bed.settings(SERVICE, 1, as.settings()));
    StreamBed.createTopics(settings, 1);
    Topics topics = new Topics(settings.topicPrefix());
    int count = plan.context() == 0 ? MOST_EVENTS : Math.min(plan.context(), MOST_EVENTS);
    send(settings, topics, plan, count);
    KafkaStreams streams = ServiceMain.start(new MixtideService(true), settings);
    try (Progress progress =
        new Progress(settings.clientProperties(), settings.applicationId(), topics.context())) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (progress.committed() < count) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the service takes no events");
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } finally {
      streams.close();
    }
    return new RecordBytes(
        last(settings, SERVICE + "-tasks-changelog"),
        last(settings, SERVICE + "-observations-changelog"),
        last(settings, topics.posteriors()),
        plan.queries() == 0 ? new byte[0] : last(settings, topics.predictions()));
  }

  private static void send(Settings settings, Topics topics, StreamPlan plan, int count) {
    StreamPlan oneTask =
        new StreamPlan(1, 1, 1, 0, plan.queries(), 0, count, plan.time(), 1, plan.seed());
    Events events = ServiceKind.MIXTIDE.events(oneTask, settings);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        Events.Event event = events.next();
        var _ = producer.send(new ProducerRecord<>(topics.context(), event.key(), event.value()));
      }
    }
  }

  /** The last value on a topic of one partition. */
  private static byte[] last(Settings settings, String topic) {
    Map<String, Object> properties = new HashMap<>(settings.clientProperties());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end =
          Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition), topic);
      byte @Nullable [] value = null;
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          value = record.value();
        }
      }
      if (value == null) {
        throw new IllegalStateException("nothing was written to " + topic);
      }
      return value;
    }
  }
}
