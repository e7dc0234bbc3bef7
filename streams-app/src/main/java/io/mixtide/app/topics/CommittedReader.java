package io.mixtide.app.topics;

import io.mixtide.app.logging.LogFields;
import io.mixtide.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is written to some topics from now on, as any consumer would: committed records only,
 * on a thread of its own.
 */
public final class CommittedReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(CommittedReader.class);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Deserializer<SpecificRecord> values;
  private final Consumer<ConsumerRecord<String, SpecificRecord>> sink;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;

  /**
   * Starts to read; what is written after this returns is read.
   *
   * @param topics existing topics
   * @param clientProperties the configuration of Kafka clients, with {@code bootstrap.servers}
   * @param values of the records; those it refuses are passed over, with a line in the log
   * @param sink takes each record, on the reader's thread
   */
  public CommittedReader(
      List<String> topics,
      Map<String, Object> clientProperties,
      Deserializer<SpecificRecord> values,
      Consumer<ConsumerRecord<String, SpecificRecord>> sink) {
    this.values = values;
    this.sink = sink;
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
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
        consumer.poll(POLL).forEach(this::take);
      }
    } catch (WakeupException e) {
      // Closed.
      ended.complete(null);
    } catch (RuntimeException | Error e) {
      ended.completeExceptionally(e);
    }
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    SpecificRecord value;
    try {
      value = values.deserialize(record.topic(), record.value());
    } catch (RegistryUnavailableException e) {
      // No fault of the record.
      throw e;
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue(LogFields.TASK, record.key())
          .log(
              "Passed over the record at offset {} of {}-{}, which cannot be decoded: {}",
              record.offset(),
              record.topic(),
              record.partition(),
              String.valueOf(e.getMessage()));
      return;
    }
    sink.accept(
        new ConsumerRecord<>(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.timestampType(),
            record.serializedKeySize(),
            record.serializedValueSize(),
            record.key(),
            value,
            record.headers(),
            record.leaderEpoch()));
  }

  /** Done when reading has ended: by closing, or with the fault that made it impossible. */
  public CompletableFuture<Void> ended() {
    return ended;
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
