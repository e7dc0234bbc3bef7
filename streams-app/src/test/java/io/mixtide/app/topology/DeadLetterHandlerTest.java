package io.mixtide.app.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.schemas.registry.RegistryUnavailableException;
import io.mixtide.schemas.registry.UnknownSchemaException;
import io.mixtide.schemas.serde.MalformedRecordException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.stream.Stream;
import org.apache.avro.AvroTypeException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // the context is not looked at where there is no letter to write
class DeadLetterHandlerTest {
  private static final ConsumerRecord<byte[], byte[]> RECORD =
      new ConsumerRecord<>("t", 0, 0, new byte[0], new byte[0]);

  private final DeadLetterHandler handler = new DeadLetterHandler();

  static Stream<Exception> faultsOfTheService() {
    return Stream.of(
        new RegistryUnavailableException("away", null),
        new UnknownSchemaException("the schema of an output is not registered"),
        new MalformedRecordException("an output misses a field", null),
        new RecordTooLargeException("an output"),
        new IllegalStateException("a bug"));
  }

  @ParameterizedTest
  @MethodSource("faultsOfTheService")
  @SuppressWarnings("NullAway") // a fault is known before the context is looked at
  void shouldRetryARecordThatOnlyTheServiceFailsAt(Exception fault) {
    assertThat(
            handler
                .handleError(null, new Record<>("a", "b", 0), new StreamsException(fault))
                .result())
        .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
  }

  static Stream<Exception> absencesOfTheRegistry() {
    return Stream.of(
        new RegistryUnavailableException("away", null),
        new SerializationException("another serde's", new ConnectException("refused")),
        new SerializationException("another serde's", new IOException("no answer")));
  }

  @ParameterizedTest
  @MethodSource("absencesOfTheRegistry")
  @SuppressWarnings("NullAway")
  void shouldRetryARecordWhoseSchemaCannotBeAskedFor(Exception fault) {
    assertThat(handler.handleError(null, RECORD, fault).result())
        .isEqualTo(DeserializationExceptionHandler.Result.FAIL);
  }

  static Stream<Exception> faultsOfARecord() {
    return Stream.of(
        new MalformedRecordException("short", null),
        new SerializationException("Unknown magic byte!"),
        new SerializationException("another serde's", new EOFException()),
        new SerializationException("another serde's", new AvroTypeException("no such branch")));
  }

  @ParameterizedTest
  @MethodSource("faultsOfARecord")
  @SuppressWarnings("NullAway")
  void shouldWriteADeadLetterForARecordThatNoSerdeReads(Exception fault) {
    // Only for a letter is a serializer asked for.
    assertThatThrownBy(() -> handler.handleError(null, RECORD, fault))
        .hasMessage("the handler was not configured");
  }
}
