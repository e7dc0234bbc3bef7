package io.mixtide.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordTimeTest {
  @Test
  void shouldTakeARecordWithoutATimeForAsLateAsThoseBefore() {
    assertThat(extract(7, 9)).isEqualTo(7);
    assertThat(extract(-1, 9)).isEqualTo(9);
    assertThat(extract(-1, -1)).isZero();
  }

  private static long extract(long timestamp, long partitionTime) {
    ConsumerRecord<Object, Object> record =
        new ConsumerRecord<>(
            "any",
            0,
            0,
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            0,
            "a",
            "value",
            new RecordHeaders(),
            Optional.empty());
    return new RecordTime().extract(record, partitionTime);
  }
}
