package io.mixtide.app.trainer;

import static io.mixtide.app.logging.LogFields.TASK;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.app.config.Settings;
import io.mixtide.app.trainer.RoundPlan.Stretch;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.DriftEvent;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.registry.UnknownSchemaException;
import io.mixtide.schemas.serde.MalformedRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log of tasks and the reports of drift into the store, in a group that gives them all to
 * one trainer. Where reading goes on is what the store says, not the group. Used by one thread.
 */
final class LogConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogConsumer.class);
  private static final Duration POLL = Duration.ofMillis(200);

  /** A record that was of no use, and why. */
  private record Refused(ConsumerRecord<byte[], byte[]> record, UnusableLogException why) {}

  private final Topics topics;
  private final TaskLogStore store;
  private final LoggedTasks log;
  private final Deserializer<SpecificRecord> values;
  private final LogDeadLetters letters;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private boolean joined;

  LogConsumer(Settings settings, Topics topics, TaskLogStore store) {
    this.topics = topics;
    this.store = store;
    Serde<SpecificRecord> serde = settings.valueSerde();
    values = serde.deserializer();
    log = new LoggedTasks(topics.taskLog(), values);
    letters =
        new LogDeadLetters(topics.deadLetters(), settings.clientProperties(), serde.serializer());
    Map<String, Object> properties = new HashMap<>(settings.clientProperties());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.applicationId() + "-trainer");
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, SingleOwnerAssignor.class.getName());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) settings.sessionTimeout().toMillis());
    properties.put(
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) settings.heartbeatInterval().toMillis());
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(
        List.of(topics.taskLog(), topics.drift()),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            joined = true;
            // Until the next poll says that they may be read.
            consumer.pause(partitions);
            goOn(partitions);
          }

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
        });
  }

  /** Whether this trainer is the one that has the log. */
  boolean isOwner() {
    return !consumer.assignment().isEmpty();
  }

  /** Whether another trainer has the log. */
  boolean isStandby() {
    return joined && consumer.assignment().isEmpty();
  }

  /**
   * Keeps up the membership, and takes in what has arrived.
   *
   * @param release by which records are checked; null to take nothing in
   * @throws java.io.UncheckedIOException if the store cannot be written; nothing is lost
   * @throws org.apache.kafka.common.KafkaException if Kafka or the registry fails; likewise
   */
  void poll(@Nullable Release release) {
    if (release == null) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    if (release == null || records.isEmpty()) {
      return;
    }
    try {
      take(records, release);
    } catch (RuntimeException e) {
      goOn(records.partitions());
      throw e;
    }
  }

  /** Makes a {@link #poll} in progress on another thread end with a {@code WakeupException}. */
  void wakeup() {
    consumer.wakeup();
  }

  private void goOn(Collection<TopicPartition> partitions) {
    Map<String, Stretch> read = store.state().stretches();
    for (TopicPartition partition : partitions) {
      Stretch stretch = read.get(partition.toString());
      if (stretch == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, stretch.to());
      }
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> records, Release release) {
    LinkedHashMap<String, byte[]> logs = new LinkedHashMap<>();
    List<Refused> refused = new ArrayList<>();
    long taken = 0;
    @Nullable String drift = null;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.topic().equals(topics.drift())) {
        String drifted = drifted(record);
        drift = drifted == null ? drift : drifted;
        continue;
      }
      try {
        String name = LoggedTasks.name(record.key());
        if (record.value() == null) {
          throw new UnusableLogException(DeadLetterReason.MALFORMED, "the record has no value");
        }
        var _ = log.task(name, record.value(), 0, release);
        logs.remove(name);
        logs.put(name, record.value());
        taken++;
      } catch (UnusableLogException e) {
        refused.add(new Refused(record, e));
      }
    }
    Map<String, Stretch> read = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      read.put(
          partition.toString(),
          new Stretch(
              records.records(partition).getFirst().offset(), consumer.position(partition)));
    }
    store.add(new TaskLogStore.Intake(logs, taken, refused.size(), drift, read));
    refused.forEach(this::report);
  }

  private @Nullable String drifted(ConsumerRecord<byte[], byte[]> record) {
    try {
      return values.deserialize(record.topic(), record.value()) instanceof DriftEvent event
          ? event.getRelease()
          : null;
    } catch (MalformedRecordException | UnknownSchemaException e) {
      LOG.warn("Passed over the report of drift at offset {}: {}", record.offset(), e.getMessage());
      return null;
    }
  }

  private void report(Refused refused) {
    ConsumerRecord<byte[], byte[]> record = refused.record();
    LOG.atWarn()
        .addKeyValue(TASK, record.key() == null ? "" : new String(record.key(), UTF_8))
        .log(
            "Passed over the log at offset {} of {}-{}: {}",
            record.offset(),
            record.topic(),
            record.partition(),
            refused.why().getMessage());
    letters.send(record, refused.why());
  }

  @Override
  public void close() {
    consumer.close();
    letters.close();
  }
}
