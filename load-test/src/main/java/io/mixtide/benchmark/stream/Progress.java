package io.mixtide.benchmark.stream;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How many events a service has committed, by the offsets of its consumer group. Asking costs a
 * request, where counting outputs would cost the machine as much as a second service.
 */
final class Progress implements AutoCloseable {
  private final Admin admin;
  private final String group;
  private final String topic;

  /**
   * @param client the configuration of Kafka clients
   * @param group of the service
   * @param topic of its events, to which nothing was written in transactions
   */
  Progress(Map<String, Object> client, String group, String topic) {
    admin = Admin.create(client);
    this.group = group;
    this.topic = topic;
  }

  /** Events committed since the topic was made. */
  long committed() throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return offsets.entrySet().stream()
          .filter(entry -> entry.getKey().topic().equals(topic))
          .map(Map.Entry::getValue)
          .filter(Objects::nonNull)
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the offsets of group %s cannot be read".formatted(group), e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
