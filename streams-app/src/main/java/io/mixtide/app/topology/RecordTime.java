package io.mixtide.app.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The timestamp of a record. One that has none, which clients write as -1, is taken for as late as
 * those before it: Kafka Streams' own extractor would stop the stream.
 */
public final class RecordTime implements TimestampExtractor {
  /** Public for Kafka Streams, which makes extractors by their class. */
  public RecordTime() {}

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return record.timestamp() >= 0 ? record.timestamp() : Math.max(0, partitionTime);
  }
}
