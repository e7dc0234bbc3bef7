package io.mixtide.app.releases;

import io.mixtide.schemas.ReleaseRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How the release topic is reached.
 *
 * @param topic the topic's name
 * @param clientProperties the configuration of Kafka clients, with {@code bootstrap.servers}
 * @param serde for the topic's values, configured; used by several threads
 */
public record ReleaseConnection(
    String topic, Map<String, Object> clientProperties, Serde<ReleaseRecord> serde) {

  /** A consumer of committed records without a group; values are decoded by the caller. */
  Consumer<String, byte[]> consumer() {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // Closing waits for the fetch in progress, which on a quiet topic takes this long.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** A transactional producer of encoded values; the next one of this topic fences it off. */
  Producer<String, byte[]> producer() {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic + ".publisher");
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** Hides the configuration, which may hold secrets. */
  @Override
  public String toString() {
    return "ReleaseConnection[%s]".formatted(topic);
  }
}
