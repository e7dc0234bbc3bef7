package io.mixtide.app.dashboard;

import io.mixtide.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a view from the topics of outputs, committed records only, on a thread of its own: first
 * with some of what is there, then with what comes.
 */
final class LiveReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveReader.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long SECONDS_BEFORE_RETRY = 2;

  /** How many records of each topic are read that were there before. */
  private static final long BEFORE = 4000;

  private final List<String> topics;
  private final Map<String, Object> properties;
  private final Deserializer<SpecificRecord> values;
  private final LiveView view;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Consumer<String, byte[]> reading;

  LiveReader(
      Topics topics,
      Map<String, Object> clientProperties,
      Deserializer<SpecificRecord> values,
      LiveView view) {
    this.topics =
        List.of(topics.posteriors(), topics.ambiguity(), topics.drift(), topics.shadowScores());
    properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.values = values;
    this.view = view;
    thread = Thread.ofPlatform().name("mixtide-page").start(this::run);
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (Consumer<String, byte[]> consumer =
          new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
        reading = consumer;
        read(consumer);
      } catch (RuntimeException e) {
        if (closing.getCount() > 0) {
          LOG.debug("The page's topics cannot be read", e);
          view.problem("the topics cannot be read: " + e.getMessage());
          pause();
        }
      }
    }
  }

  private void pause() {
    try {
      var _ = closing.await(SECONDS_BEFORE_RETRY, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Consumer<String, byte[]> consumer) {
    Map<TopicPartition, Long> ends = assign(consumer);
    boolean caughtUp = false;
    while (closing.getCount() > 0) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        accept(record, ends);
      }
      view.problem(null);
      if (!caughtUp && hasReached(consumer, ends)) {
        caughtUp = true;
        view.caughtUp();
      }
    }
  }

  private static boolean hasReached(
      Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** Begins a little before the ends, which are returned. */
  private Map<TopicPartition, Long> assign(Consumer<String, byte[]> consumer) {
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic, TIMEOUT).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, TIMEOUT);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
    long before = BEFORE * topics.size() / Math.max(1, partitions.size());
    ends.forEach((partition, end) ->
        consumer.seek(partition, Math.max(beginnings.getOrDefault(partition, 0L), end - before)));
    return ends;
  }

  private void accept(ConsumerRecord<String, byte[]> record, Map<TopicPartition, Long> ends) {
    long end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
    try {
      SpecificRecord output = values.deserialize(record.topic(), record.value());
      if (output != null && record.key() != null) {
        view.accept(record.key(), output, record.timestamp(), record.offset() >= end);
      }
    } catch (RuntimeException e) {
      // A page can do without it; what may be wrong with an output is for others to say.
      LOG.debug("Passed over offset {} of {}", record.offset(), record.topic(), e);
    }
  }

  /** Stops reading; returns when the view will not be told anything any more. */
  @Override
  public void close() {
    closing.countDown();
    Consumer<String, byte[]> consumer = reading;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
