package io.mixtide.app.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.serde.AvroSerde;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private final AvroSerde<SpecificRecord> values = new AvroSerde<>();

  @BeforeEach
  void configure() {
    values.configure(Map.of("schema.registry.url", "mock://dead-letters"), false);
  }

  @Test
  void shouldBeSentForARecordWithoutATimestamp() {
    ProducerRecord<byte[], byte[]> letter = letter(-1, "wrong");
    assertThat(letter.timestamp()).isNull();
    assertThat(decoded(letter).getTimestamp()).isEqualTo(Instant.ofEpochMilli(-1));
    assertThat(letter(7, "wrong").timestamp()).isEqualTo(7);
  }

  @Test
  void shouldFitWhereItsRecordDidWhateverItQuotes() {
    assertThat(decoded(letter(0, "x".repeat(2_000_000))).getMessage()).hasSize(2049).endsWith("x…");
    assertThat(decoded(letter(0, "x".repeat(2048))).getMessage()).hasSize(2048).endsWith("x");
  }

  private ProducerRecord<byte[], byte[]> letter(long timestamp, String message) {
    return DeadLetters.letter(
        "letters",
        values.serializer(),
        new DeadLetters.Source("any", 0, 0, timestamp, null, null),
        DeadLetterReason.MALFORMED,
        message);
  }

  private DeadLetter decoded(ProducerRecord<byte[], byte[]> letter) {
    return (DeadLetter) values.deserializer().deserialize("letters", letter.value());
  }
}
