package io.mixtide.app.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads what is written to some topics from now on, as any consumer would: committed records only,
 * on a thread of its own.
 */
public final class CommittedReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<String, SpecificRecord> consumer;
  private final Consumer<ConsumerRecord<String, SpecificRecord>> sink;
  private final Thread thread;

  /**
   * Starts to read; what is written after this returns is read.
   *
   * @param topics existing topics
   * @param clientProperties the configuration of Kafka clients, with {@code bootstrap.servers}
   * @param sink takes each record, on the reader's thread
   */
  public CommittedReader(
      List<String> topics,
      Map<String, Object> clientProperties,
      Deserializer<SpecificRecord> values,
      Consumer<ConsumerRecord<String, SpecificRecord>> sink) {
    this.sink = sink;
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer = new KafkaConsumer<>(properties, new StringDeserializer(), values);
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Seeking is done when it is needed: that must not be after the first record was written.
    partitions.forEach(consumer::position);
    thread = Thread.ofPlatform().name("mixtide-reader").start(this::run);
  }

  private void run() {
    try (consumer) {
      while (true) {
        consumer.poll(POLL).forEach(sink);
      }
    } catch (WakeupException e) {
      // Closed.
    }
  }

  /** Stops reading; returns when the sink will not be called again. */
  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
