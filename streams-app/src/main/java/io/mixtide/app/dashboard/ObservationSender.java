package io.mixtide.app.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.schemas.ContextEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Sends observations that people make to the topic of contexts; connects when the first comes. */
public final class ObservationSender implements AutoCloseable {
  private static final int TIMEOUT_MS = 5000;

  private final String topic;
  private final Map<String, Object> properties;
  private final Serializer<SpecificRecord> values;
  private @Nullable Producer<byte[], byte[]> producer;
  private boolean closed;

  /**
   * @param topic of contexts
   * @param clientProperties the configuration of Kafka clients, with {@code bootstrap.servers}
   */
  public ObservationSender(
      String topic, Map<String, Object> clientProperties, Serializer<SpecificRecord> values) {
    this.topic = topic;
    this.values = values;
    properties = new HashMap<>(clientProperties);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
  }

  /**
   * Sends an observation; returns where it stands when it is safe there.
   *
   * @throws KafkaException if the brokers do not take it, with the cause
   */
  public RecordMetadata send(String task, ContextEvent event) throws InterruptedException {
    byte[] value = values.serialize(topic, event);
    try {
      return connected()
          .send(new ProducerRecord<>(topic, task.getBytes(UTF_8), value))
          .get(2L * TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException refusal ? refusal : new KafkaException(e);
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("no broker answers", e);
    }
  }

  private synchronized Producer<byte[], byte[]> connected() {
    if (closed) {
      throw new KafkaException("the service is stopping");
    }
    Producer<byte[], byte[]> connected = producer;
    if (connected == null) {
      connected =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
      producer = connected;
    }
    return connected;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (producer != null) {
      producer.close();
      producer = null;
    }
  }
}
