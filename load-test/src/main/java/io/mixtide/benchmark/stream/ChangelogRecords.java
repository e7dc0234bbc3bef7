package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How large what a service keeps is, by the latest records of its stores' changelogs. */
final class ChangelogRecords {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long LATEST = 2000;

  private ChangelogRecords() {}

  /**
   * Mean bytes of key and value of what was last put into a store.
   *
   * @param settings of the service
   * @throws IllegalStateException if nothing was
   */
  static double meanBytes(Settings settings, String store) {
    Map<String, Object> properties = new HashMap<>(settings.clientProperties());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    String topic = "%s-%s-changelog".formatted(settings.applicationId(), store);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      long bytes = 0;
      long records = 0;
      for (TopicPartition partition : partitions) {
        consumer.assign(List.of(partition));
        long end =
            Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition), topic);
        consumer.seek(partition, Math.max(0, end - LATEST));
        while (consumer.position(partition) < end) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (record.value() != null) {
              bytes += record.serializedKeySize() + record.serializedValueSize();
              records++;
            }
          }
        }
      }
      if (records == 0) {
        throw new IllegalStateException("nothing was written to " + topic);
      }
      return (double) bytes / records;
    }
  }
}
