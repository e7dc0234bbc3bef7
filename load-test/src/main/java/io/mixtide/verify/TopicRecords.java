package io.mixtide.verify;

import io.mixtide.app.topics.CommittedScan;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Single records of topics, read when they are asked for. */
final class TopicRecords implements RecordSource {
  /** Each costs a request: where everything is wrong, the first few tell it. */
  private static final int MOST = 1000;

  private final CommittedScan scan;
  private final RecordDecoder decoder;
  private int asked;

  /**
   * @param scan that nothing else reads with
   */
  TopicRecords(CommittedScan scan, RecordDecoder decoder) {
    this.scan = scan;
    this.decoder = decoder;
  }

  @Override
  public @Nullable SpecificRecord at(String topic, int partition, long offset) {
    return asked++ >= MOST
        ? null
        : scan.at(new TopicPartition(topic, partition), offset)
            .map(record -> decoder.decode(record).value())
            .orElse(null);
  }
}
