package io.mixtide.verify;

import io.mixtide.app.config.Settings;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Single records of topics, read when they are asked for. */
final class TopicRecords implements RecordSource, AutoCloseable {
  /** Each costs a request: where everything is wrong, the first few tell it. */
  private static final int MOST = 1000;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final RecordDecoder decoder;
  private int asked;

  TopicRecords(Settings settings, RecordDecoder decoder) {
    consumer = TopicScan.consumer(settings, "read_committed");
    this.decoder = decoder;
  }

  @Override
  public @Nullable SpecificRecord at(String topic, int partition, long offset) {
    if (asked++ >= MOST) {
      return null;
    }
    TopicPartition wanted = new TopicPartition(topic, partition);
    consumer.assign(List.of(wanted));
    consumer.seek(wanted, offset);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        return record.offset() == offset ? decoder.decode(record).value() : null;
      }
    }
    return null;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
