package io.mixtide.app.topology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that a stream thread has polled and that have not had their turn. Kafka Streams holds
 * them too, but shows a processor one at a time; the interceptor of its consumer sees them before.
 *
 * <p>Only speed depends on what is here: a record that is not is taken all the same. Every stream
 * thread sees its own polls alone.
 */
public final class PolledRecords {
  private final ThreadLocal<Map<TopicPartition, Queue<ConsumerRecord<byte[], byte[]>>>> partitions =
      ThreadLocal.withInitial(HashMap::new);

  /** Adds what this thread has polled. */
  public void add(ConsumerRecords<byte[], byte[]> polled) {
    for (TopicPartition partition : polled.partitions()) {
      partitions
          .get()
          .computeIfAbsent(partition, key -> new ArrayDeque<>())
          .addAll(polled.records(partition));
    }
  }

  /**
   * A record whose turn it is and those that come after it, in order; none before it are kept.
   *
   * @param offset of the record
   * @param most how many at most
   * @return empty if this thread has not polled the record
   */
  List<ConsumerRecord<byte[], byte[]>> from(TopicPartition partition, long offset, int most) {
    Queue<ConsumerRecord<byte[], byte[]>> queue = partitions.get().get(partition);
    if (queue == null) {
      return List.of();
    }
    while (!queue.isEmpty() && queue.element().offset() != offset) {
      queue.remove();
    }
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>(Math.min(most, queue.size()));
    for (ConsumerRecord<byte[], byte[]> record : queue) {
      // Where a task failed, records are polled again, and stand behind those of before.
      boolean again = !found.isEmpty() && record.offset() <= found.getLast().offset();
      if (found.size() == most || again) {
        break;
      }
      found.add(record);
    }
    return found;
  }

  /** Forgets a partition of this thread. */
  void forget(TopicPartition partition) {
    partitions.get().remove(partition);
  }

  /** Adds what a consumer polls; made by the consumer. */
  public static final class Interceptor implements ConsumerInterceptor<byte[], byte[]> {
    /** Configuration key of the {@link PolledRecords} instance. */
    static final String POLLED_RECORDS = "mixtide.polled.records";

    private PolledRecords polled = new PolledRecords();

    /** Public for the consumer, which makes interceptors by their class. */
    public Interceptor() {}

    @Override
    public void configure(Map<String, ?> configs) {
      if (configs.get(POLLED_RECORDS) instanceof PolledRecords given) {
        polled = given;
      }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      polled.add(records);
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      // Only polls matter here.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
