package io.mixtide.verify;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads partitions as far as they went at a time, committed records only. */
final class TopicScan {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RECORDS_AT_ONCE = 5000;

  private TopicScan() {}

  /** A consumer without a group that leaves values undecoded. */
  static Consumer<byte[], byte[]> consumer(Settings settings, String isolation) {
    Map<String, Object> properties = new HashMap<>(settings.clientProperties());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Hands on every record of the partitions, those of one in their order.
   *
   * @throws UserErrorException if the brokers stop answering
   */
  static void read(
      Settings settings,
      Horizon horizon,
      Collection<TopicPartition> partitions,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    try (Consumer<byte[], byte[]> consumer = consumer(settings, "read_committed")) {
      consumer.assign(partitions);
      partitions.forEach(partition ->
          consumer.seek(partition, Objects.requireNonNull(horizon.begins().get(partition))));
      Set<TopicPartition> open = new HashSet<>(partitions);
      long deadline = 0;
      long before = -1;
      while (true) {
        open.removeIf(partition -> isRead(consumer, horizon, partition));
        if (open.isEmpty()) {
          return;
        }
        consumer.pause(partitions.stream().filter(partition -> !open.contains(partition)).toList());
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          var partition = new TopicPartition(record.topic(), record.partition());
          if (record.offset() < Objects.requireNonNull(horizon.ends().get(partition))) {
            sink.accept(record);
          }
        }
        long read = partitions.stream().mapToLong(consumer::position).sum();
        if (read != before) {
          before = read;
          deadline = System.nanoTime() + PATIENCE.toNanos();
        } else if (System.nanoTime() > deadline) {
          throw new UserErrorException(
              "the brokers have not answered for a minute: see whether they run, and try again");
        }
      }
    }
  }

  private static boolean isRead(
      Consumer<byte[], byte[]> consumer, Horizon horizon, TopicPartition partition) {
    return consumer.position(partition) >= Objects.requireNonNull(horizon.ends().get(partition));
  }
}
