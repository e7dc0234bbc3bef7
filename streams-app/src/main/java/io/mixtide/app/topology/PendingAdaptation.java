package io.mixtide.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.app.topics.DeadLetters;
import io.mixtide.app.topology.AdaptationTopology.Sinks;
import io.mixtide.schemas.DeadLetterReason;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Takes records that have waited, as they are taken that have not. What cannot be used becomes the
 * same dead letter, but made here: for Kafka Streams the record at hand is another one by now, or
 * none.
 */
final class PendingAdaptation {

  /**
   * A record that has waited, and its value.
   *
   * @param record as it is to be taken; null if it cannot be read
   * @param fault why it cannot be read; null if it can
   */
  record Read(
      PendingRecord source,
      @Nullable Record<String, SpecificRecord> record,
      @Nullable Exception fault) {}

  private final AdaptationOptions options;
  private final RecordAdaptation adaptation;
  private final ProcessorContext<String, SpecificRecord> context;
  private final CheckedDeserializer events;
  private final CheckedDeserializer requests;

  PendingAdaptation(
      AdaptationOptions options,
      RecordAdaptation adaptation,
      ProcessorContext<String, SpecificRecord> context) {
    this.options = options;
    this.adaptation = adaptation;
    this.context = context;
    events = CheckedDeserializer.ofContext(options);
    requests = CheckedDeserializer.ofRequests(options);
  }

  /** Reads a record's value; throws what is no fault of the record's. */
  Read read(PendingRecord source) {
    CheckedDeserializer values = source.request() ? requests : events;
    try {
      SpecificRecord value = values.deserialize(topic(source), source.headers(), source.value());
      return new Read(
          source, new Record<>(source.task(), value, source.timestamp(), source.headers()), null);
    } catch (RuntimeException e) {
      if (DeadLetterHandler.reason(e) == null) {
        throw e;
      }
      return new Read(source, null, e);
    }
  }

  private String topic(PendingRecord source) {
    return source.request() ? options.topics().requests() : options.topics().context();
  }

  /** Takes a record whose turn it is. */
  void take(TaskAdaptation task, Read read) {
    if (read.record == null || read.fault != null) {
      refuse(read.source, read.fault);
      return;
    }
    try {
      adaptation.process(task, read.record);
    } catch (RejectedRecordException e) {
      refuse(read.source, e);
    }
  }

  private void refuse(PendingRecord source, @Nullable Exception fault) {
    DeadLetterReason reason = DeadLetterHandler.reason(fault);
    if (fault == null || reason == null) {
      throw new IllegalStateException("a record is refused without a reason");
    }
    options.listener().refused(reason);
    SpecificRecord letter =
        DeadLetters.letter(
            new DeadLetters.Source(
                topic(source),
                context.taskId().partition(),
                source.offset(),
                source.timestamp(),
                source.task().getBytes(UTF_8),
                source.value()),
            reason,
            DeadLetterHandler.message(fault));
    context.forward(new Record<>(source.task(), letter, source.timestamp()), Sinks.DEAD_LETTERS);
  }
}
