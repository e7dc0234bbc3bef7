package io.mixtide.app.topology;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.embedded.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PolledRecordsTest {
  private static final TopicPartition PARTITION = new TopicPartition("polled", 0);

  private final PolledRecords polled = new PolledRecords();

  private void poll(long... offsets) {
    List<ConsumerRecord<byte[], byte[]>> records =
        LongStream.of(offsets)
            .mapToObj(offset ->
                new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[0], new byte[0]))
            .toList();
    polled.add(new ConsumerRecords<>(Map.of(PARTITION, records), Map.of()));
  }

  private List<Long> from(long offset, int most) {
    return polled.from(PARTITION, offset, most).stream().map(ConsumerRecord::offset).toList();
  }

  @Test
  void shouldGiveWhatComesAfterARecord() {
    poll(3, 4, 6);
    poll(7);
    assertThat(from(3, 2)).containsExactly(3L, 4L);
    assertThat(from(4, 9)).containsExactly(4L, 6L, 7L);
    assertThat(from(3, 9)).isEmpty();
  }

  @Test
  void shouldNotGiveWhatWasPolledTwiceTwice() {
    poll(3, 4, 5);
    poll(2, 3, 4, 5);
    assertThat(from(4, 9)).containsExactly(4L, 5L);
    assertThat(from(2, 9)).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void shouldKnowNothingOfOtherPartitionsThreadsAndTimes() throws InterruptedException {
    Thread other = new Thread(() -> poll(1, 2));
    other.start();
    other.join();
    assertThat(from(1, 9)).isEmpty();
    poll(1, 2);
    assertThat(polled.from(new TopicPartition("other", 0), 1, 9)).isEmpty();
    polled.forget(PARTITION);
    assertThat(from(1, 9)).isEmpty();
  }

  @Test
  void shouldSeeWhatAConsumerPolls() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        Admin admin =
            Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    broker.bootstrapServers(),
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                    PolledRecords.Interceptor.class.getName(),
                    PolledRecords.Interceptor.POLLED_RECORDS,
                    polled),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1))).all().get();
      for (byte value = 0; value < 3; value++) {
        producer.send(new ProducerRecord<>(PARTITION.topic(), 0, new byte[0], new byte[] {value}));
      }
      producer.flush();
      consumer.assign(List.of(PARTITION));
      List<byte[]> values = new ArrayList<>();
      await()
          .pollInSameThread()
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(50)).forEach(record -> values.add(record.value()));
                return values;
              },
              seen -> seen.size() == 3);
      assertThat(polled.from(PARTITION, 0, 9))
          .extracting(ConsumerRecord::value)
          .containsExactlyElementsOf(values);
    }
  }
}
