package io.mixtide.app.trainer;

import io.mixtide.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Says on the dead letters' topic which records of the log were of no use, and why. */
final class LogDeadLetters implements AutoCloseable {
  private static final int MAX_VALUE_BYTES = 256 * 1024;

  private final String topic;
  private final Serializer<SpecificRecord> values;
  private final Producer<byte[], byte[]> producer;

  LogDeadLetters(
      String topic, Map<String, Object> clientProperties, Serializer<SpecificRecord> values) {
    this.topic = topic;
    this.values = values;
    producer =
        new KafkaProducer<>(clientProperties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends a letter, without waiting for the broker. */
  void send(ConsumerRecord<byte[], byte[]> record, UnusableLogException why) {
    byte[] value = record.value();
    byte[] kept =
        value == null || value.length <= MAX_VALUE_BYTES
            ? value
            : Arrays.copyOf(value, MAX_VALUE_BYTES);
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setReason(why.reason())
            .setMessage(String.valueOf(why.getMessage()))
            .setSourceTopic(record.topic())
            .setSourcePartition(record.partition())
            .setSourceOffset(record.offset())
            .setTimestamp(Instant.ofEpochMilli(record.timestamp()))
            .setKey(record.key() == null ? null : ByteBuffer.wrap(record.key()))
            .setValue(kept == null ? null : ByteBuffer.wrap(kept))
            .setValueSize(value == null ? 0 : value.length)
            .setTruncated(kept != value)
            .build();
    var _ =
        producer.send(new ProducerRecord<>(topic, record.key(), values.serialize(topic, letter)));
  }

  @Override
  public void close() {
    producer.close();
  }
}
