package io.mixtide.app.topics;

import io.mixtide.app.UserErrorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is committed to partitions now, as it came, without a group. For one thread, and not
 * from within a reading.
 */
public final class CommittedScan implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int RECORDS_AT_ONCE = 5000;

  private final Consumer<byte[], byte[]> consumer;

  /**
   * Connects.
   *
   * @param clientProperties the configuration of Kafka clients, with {@code bootstrap.servers}
   */
  public CommittedScan(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE);
    // Closing waits for the fetch in progress, which at the end of a topic takes this long.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Where the committed records of a topic end now, by partition. */
  public Map<TopicPartition, Long> ends(String topic) {
    return consumer.endOffsets(
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList());
  }

  /** Where the committed records of partitions end now. */
  public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return consumer.endOffsets(partitions);
  }

  /**
   * Reads partitions, each from an offset to before another.
   *
   * @param from offsets by partition; from the first record where there is none so early any more
   * @param ends the same partitions' ends
   * @param sink takes each record; returns whether to go on
   * @throws UserErrorException if the brokers give nothing for half a minute
   */
  public void read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> ends,
      Predicate<ConsumerRecord<byte[], byte[]>> sink) {
    consumer.assign(from.keySet());
    from.forEach(consumer::seek);
    long before = -1;
    long deadline = 0;
    while (true) {
      List<TopicPartition> behind =
          ends.entrySet().stream()
              .filter(end -> consumer.position(end.getKey()) < end.getValue())
              .map(Map.Entry::getKey)
              .toList();
      if (behind.isEmpty()) {
        return;
      }
      consumer.pause(ends.keySet().stream().filter(end -> !behind.contains(end)).toList());
      long read = behind.stream().mapToLong(consumer::position).sum() + behind.size();
      if (read != before) {
        before = read;
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new UserErrorException(
            "%s gives no more records before its end: are all brokers there?"
                .formatted(behind.getFirst()));
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
        if (end != null && record.offset() < end && !sink.test(record)) {
          return;
        }
      }
    }
  }

  /** The record at an offset, if it is still there. */
  public Optional<ConsumerRecord<byte[], byte[]>> at(TopicPartition partition, long offset) {
    if (consumer.partitionsFor(partition.topic()).size() <= partition.partition()) {
      return Optional.empty();
    }
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    read(
        Map.of(partition, offset),
        Map.of(partition, Math.min(offset + 1, end(partition))),
        record -> {
          found.add(record);
          return false;
        });
    return found.stream().filter(record -> record.offset() == offset).findFirst();
  }

  private long end(TopicPartition partition) {
    return ends(List.of(partition)).getOrDefault(partition, 0L);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
