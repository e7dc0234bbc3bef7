package io.mixtide.verify;

import io.mixtide.app.config.Settings;
import io.mixtide.app.topics.CommittedScan;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** The records of a run's topics, to be damaged and written to topics under another prefix. */
final class TopicCopy {

  /** A record, decoded for tests to look at and to change. */
  record Copied(long timestamp, byte[] key, @Nullable SpecificRecord value, byte[] bytes) {

    Copied with(SpecificRecord other) {
      return new Copied(timestamp, key, other, new byte[0]);
    }
  }

  private final Topics from;
  private final Serde<SpecificRecord> values;
  private final Map<TopicPartition, List<Copied>> records = new HashMap<>();

  TopicCopy(Settings settings) {
    from = new Topics(settings.topicPrefix());
    values = settings.valueSerde();
    RecordDecoder decoder = new RecordDecoder(values.deserializer());
    Horizon horizon = Horizon.take(settings, from);
    horizon.ends().keySet().forEach(partition -> records.put(partition, new ArrayList<>()));
    try (CommittedScan scan = new CommittedScan(settings.clientProperties())) {
      scan.read(
          horizon.begins(),
          horizon.ends(),
          record -> {
            add(record, decoder);
            return true;
          });
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record, RecordDecoder decoder) {
    of(record.topic(), record.partition())
        .add(
            new Copied(
                record.timestamp(), record.key(), decoder.decode(record).value(), record.value()));
  }

  /** The records of a partition, to be damaged. */
  List<Copied> of(String topic, int partition) {
    return Objects.requireNonNull(records.get(new TopicPartition(topic, partition)));
  }

  /** Writes all to topics of their own, but the releases. */
  void writeTo(Settings settings) {
    Topics to = new Topics(settings.topicPrefix());
    Map<String, Object> properties = new HashMap<>(settings.clientProperties());
    // One request at a time: what is sent to a topic just made may have to be sent again.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    List<Future<?>> sent = new ArrayList<>();
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), to);
        Producer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      admin.create(2, (short) 1);
      records.forEach((partition, all) -> {
        String topic = to.prefix() + partition.topic().substring(from.prefix().length());
        for (Copied copied : all) {
          sent.add(
              producer.send(
                  new ProducerRecord<>(
                      topic,
                      partition.partition(),
                      copied.timestamp(),
                      copied.key(),
                      bytes(copied, to))));
        }
      });
      producer.flush();
      for (Future<?> record : sent) {
        record.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte @Nullable [] bytes(Copied copied, Topics to) {
    if (copied.value() instanceof DeadLetter letter) {
      String source =
          Stream.of("context", "requests")
              .filter(name -> letter.getSourceTopic().endsWith(name))
              .findFirst()
              .orElseThrow();
      return values
          .serializer()
          .serialize(
              to.deadLetters(),
              DeadLetter.newBuilder(letter).setSourceTopic(to.prefix() + source).build());
    }
    return copied.bytes() != null && copied.bytes().length > 0
        ? copied.bytes()
        : copied.value() == null
            ? null
            : values.serializer().serialize(copied.value().getSchema().getName(), copied.value());
  }
}
