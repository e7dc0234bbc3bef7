package io.mixtide.app.trainer;

import io.mixtide.app.topics.DeadLetters;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Says on the dead letters' topic which records of the log were of no use, and why. */
final class LogDeadLetters implements AutoCloseable {
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
    var source =
        new DeadLetters.Source(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            record.value());
    var _ =
        producer.send(
            DeadLetters.letter(
                topic, values, source, why.reason(), String.valueOf(why.getMessage())));
  }

  @Override
  public void close() {
    producer.close();
  }
}
