package io.mixtide.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.schemas.DeadLetterReason;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordFaultsTest {
  private static final RecordFaults FAULTS = new RecordFaults(1, 1, 3, 1000);

  /** As the service counts them: what a header takes beside its key and value counts too. */
  @Test
  void shouldFindThatEmptyHeadersAreTooManyToBeSentOn() {
    var record = new ConsumerRecord<>("context", 0, 0, new byte[] {'a'}, new byte[1]);
    for (int i = 0; i < 819; i++) {
      record.headers().add("", new byte[0]);
    }
    assertThat(FAULTS.of(record, true)).isEmpty();
    record.headers().add("", new byte[0]);
    assertThat(FAULTS.of(record, true)).containsExactly(DeadLetterReason.TOO_LARGE);
  }
}
