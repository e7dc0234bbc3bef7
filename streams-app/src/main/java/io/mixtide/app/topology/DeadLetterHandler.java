package io.mixtide.app.topology;

import io.mixtide.app.topics.DeadLetters;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.registry.RegistryUnavailableException;
import io.mixtide.schemas.registry.UnknownSchemaException;
import io.mixtide.schemas.serde.MalformedRecordException;
import java.io.EOFException;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record that cannot be used into a dead letter, within the transaction that consumes it.
 *
 * <p>Only what is wrong with the record itself makes a dead letter: what its deserializer or a
 * check refuses. Anything else, such as a registry that is away or does not know the schema of an
 * output, or a full disk, fails the task, which is retried from its last commit: dead-lettering
 * there would lose good records one by one.
 */
public final class DeadLetterHandler
    implements DeserializationExceptionHandler, ProcessingExceptionHandler {
  /** Configuration key of the dead letters' topic name. */
  public static final String TOPIC = "mixtide.dead.letter.topic";

  /** Configuration key of the {@link Serializer} instance for dead letters. */
  public static final String SERIALIZER = "mixtide.dead.letter.serializer";

  /** Configuration key of the {@link AdaptationListener}. */
  public static final String LISTENER = "mixtide.listener";

  private String topic = "";
  private AdaptationListener listener = AdaptationListener.NONE;
  private @Nullable Serializer<SpecificRecord> serializer;

  /** Public for Kafka Streams, which makes handlers by their class. */
  public DeadLetterHandler() {}

  @Override
  @SuppressWarnings("unchecked")
  public void configure(Map<String, ?> configs) {
    topic = String.valueOf(configs.get(TOPIC));
    serializer = (Serializer<SpecificRecord>) configs.get(SERIALIZER);
    if (configs.get(LISTENER) instanceof AdaptationListener given) {
      listener = given;
    }
  }

  @Override
  public DeserializationExceptionHandler.Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    DeadLetterReason reason = reason(exception);
    return reason == null
        ? DeserializationExceptionHandler.Response.fail()
        : DeserializationExceptionHandler.Response.resume(
            letter(context, record.key(), record.value(), reason, exception));
  }

  @Override
  public ProcessingExceptionHandler.Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
    // The processor refuses by this exception alone, and a serializer's faults are no record's.
    return exception instanceof RejectedRecordException rejected
        ? ProcessingExceptionHandler.Response.resume(
            letter(
                context,
                context.sourceRawKey(),
                context.sourceRawValue(),
                rejected.reason(),
                exception))
        : ProcessingExceptionHandler.Response.fail();
  }

  /** Why a record cannot be used that failed so; null if that is no fault of the record's. */
  static @Nullable DeadLetterReason reason(@Nullable Throwable exception) {
    return switch (exception) {
      case null -> null;
      case RejectedRecordException rejected -> rejected.reason();
      case UnknownSchemaException unknown -> DeadLetterReason.UNKNOWN_SCHEMA;
      case MalformedRecordException malformed -> DeadLetterReason.MALFORMED;
      case RegistryUnavailableException away -> null;
      case SerializationException foreign when blamesTheRecord(foreign) ->
          DeadLetterReason.MALFORMED;
      default -> reason(exception.getCause());
    };
  }

  /**
   * Of a serde that is not ours: it gives no cause, or Avro could not decode. Any other cause may
   * be the registry's absence.
   */
  private static boolean blamesTheRecord(SerializationException exception) {
    return switch (exception.getCause()) {
      case null -> true;
      case SerializationException cause -> blamesTheRecord(cause);
      case AvroRuntimeException cause -> true;
      case EOFException cause -> true;
      case IndexOutOfBoundsException cause -> true;
      default -> false;
    };
  }

  private List<ProducerRecord<byte[], byte[]>> letter(
      ErrorHandlerContext context,
      byte @Nullable [] key,
      byte @Nullable [] value,
      DeadLetterReason reason,
      Exception exception) {
    if (serializer == null) {
      throw new IllegalStateException("the handler was not configured");
    }
    listener.refused(reason);
    return List.of(
        DeadLetters.letter(
            topic,
            serializer,
            new DeadLetters.Source(
                context.topic(),
                context.partition(),
                context.offset(),
                context.timestamp(),
                key,
                value),
            reason,
            message(exception)));
  }

  /** What a dead letter says of a failure. */
  static String message(Exception exception) {
    Throwable telling = exception;
    while (telling.getCause() != null
        && !(telling instanceof RejectedRecordException)
        && !(telling instanceof MalformedRecordException)
        && !(telling instanceof SerializationException)) {
      telling = telling.getCause();
    }
    return String.valueOf(telling.getMessage());
  }
}
