package io.mixtide.benchmark.stream;

import io.mixtide.app.demo.Schedule;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what a service has committed, and measures how late each posterior is: from when its event
 * was due, whether or not the sender or the service kept up. An event bears its number in a header,
 * which services pass on with what they make of it.
 */
final class Latencies implements AutoCloseable {
  static final String NUMBER = "n";

  private static final Duration POLL = Duration.ofMillis(100);
  private static final double NANOS_PER_MS = 1e6;
  private static final int DIGITS = 3;

  private final Schedule schedule;
  private final long firstMeasured;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final Histogram histogram = new Histogram(DIGITS);
  private volatile long received;

  /**
   * Starts to read.
   *
   * @param topic of the posteriors
   * @param client the configuration of Kafka clients
   * @param firstMeasured number of the first event that counts
   */
  Latencies(String topic, Map<String, Object> client, Schedule schedule, long firstMeasured) {
    this.schedule = schedule;
    this.firstMeasured = firstMeasured;
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Seeking is done when it is needed: that must not be after the first record was written.
    partitions.forEach(consumer::position);
    thread = Thread.ofPlatform().name("mixtide-latencies").start(this::run);
  }

  private void run() {
    try (consumer) {
      while (true) {
        var records = consumer.poll(POLL);
        long now = System.nanoTime();
        records.forEach(record -> take(record, now));
      }
    } catch (WakeupException e) {
      // Closed.
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
  private void take(ConsumerRecord<byte[], byte[]> record, long now) {
    Header number = record.headers().lastHeader(NUMBER);
    if (number == null) {
      return;
    }
    long event = ByteBuffer.wrap(number.value()).getLong();
    if (event >= firstMeasured) {
      histogram.recordValue(Math.max(0, now - schedule.at(event)));
    }
    received++;
  }

  /** How many posteriors of numbered events have come. */
  long received() {
    return received;
  }

  /** A percentile of the measured ones in milliseconds; to be asked after {@link #close}. */
  double ms(double percentile) {
    return histogram.getValueAtPercentile(percentile) / NANOS_PER_MS;
  }

  /** Stops reading. */
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
