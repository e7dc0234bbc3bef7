package io.mixtide.verify;

import io.mixtide.app.topics.DeadLetters;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.Vectors;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every record of the inputs that a task has, with what is wrong with it and its dead letter.
 * One that no task has, be it that it cannot be read, is judged at once.
 */
final class InputReader {
  private final Topics topics;
  private final RecordDecoder decoder;
  private final RecordFaults checks;
  private final Horizon horizon;
  private final Reports reports;
  private final RunRecords run;
  private final Tally tally;
  private final boolean lettersCut;

  /** Outputs must have been read. */
  InputReader(
      RecordDecoder decoder,
      RecordFaults checks,
      Horizon horizon,
      Reports reports,
      RunRecords run,
      Tally tally) {
    topics = reports.topics();
    this.decoder = decoder;
    this.checks = checks;
    this.horizon = horizon;
    this.reports = reports;
    this.run = run;
    this.tally = tally;
    lettersCut = horizon.retention(topics).isCut(topics.deadLetters());
  }

  void accept(ConsumerRecord<byte[], byte[]> record) {
    run.count(record.topic());
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    boolean due = horizon.isDue(partition, record.offset());
    if (!due) {
      run.countPending();
    }
    boolean isContext = record.topic().equals(topics.context());
    Set<DeadLetterReason> faults = checks.of(record, isContext);
    SpecificRecord value = null;
    if (!faults.contains(DeadLetterReason.TOO_LARGE) && record.value() != null) {
      RecordDecoder.Decoded decoded = decoder.decode(record);
      value = decoded.value();
      if (decoded.fault() != null) {
        faults.add(decoded.fault());
      }
    }
    Output.Letter letter = run.takeLetter(partition, record.offset());
    if (letter != null) {
      compare(record, letter);
    }
    String task = faults.isEmpty() ? RecordDecoder.task(record.key()) : null;
    switch (value) {
      case ContextEvent event when isContext -> {
        checks.add(event, faults);
        if (task != null) {
          run.task(task).addEvent(event(record, due, event, faults, letter));
          return;
        }
      }
      case PredictionRequest request when !isContext -> {
        checks.add(request, faults);
        if (task != null) {
          run.task(task).addRequest(request(record, due, request, faults, letter));
          return;
        }
      }
      case null -> {
        // It ends its task, or has its faults already.
      }
      default -> faults.add(DeadLetterReason.UNKNOWN_SCHEMA);
    }
    judge(record, due, faults, letter);
  }

  private static Input.Event event(
      ConsumerRecord<byte[], byte[]> record,
      boolean due,
      ContextEvent event,
      Set<DeadLetterReason> faults,
      Output.@Nullable Letter letter) {
    return new Input.Event(
        record.partition(),
        record.offset(),
        due,
        event.getObservationId(),
        event.getEventTime().toEpochMilli(),
        Vectors.toArray(event.getX()),
        Vectors.toArray(event.getY()),
        Ask.of(event.getQueries()),
        kept(faults),
        letter);
  }

  private static Input.Request request(
      ConsumerRecord<byte[], byte[]> record,
      boolean due,
      PredictionRequest request,
      Set<DeadLetterReason> faults,
      Output.@Nullable Letter letter) {
    return new Input.Request(
        record.partition(),
        record.offset(),
        due,
        request.getRequestId(),
        Ask.of(request.getQueries()),
        kept(faults),
        letter);
  }

  /** Almost none has faults. */
  private static Set<DeadLetterReason> kept(Set<DeadLetterReason> faults) {
    return faults.isEmpty() ? Set.of() : faults;
  }

  /** Judges a record that has no place in a context, whatever its task. */
  private void judge(
      ConsumerRecord<byte[], byte[]> record,
      boolean due,
      Set<DeadLetterReason> faults,
      Output.@Nullable Letter letter) {
    if (letter == null) {
      if (!faults.isEmpty() && due && !lettersCut) {
        add(Fault.MISSING, record, "no dead letter, though it is " + faults);
      }
    } else if (faults.isEmpty()) {
      add(Fault.WRONGLY_REFUSED, record, "it was refused as " + letter.reason());
    } else if (!faults.contains(letter.reason())) {
      add(
          Fault.DIFFERING,
          record,
          "reason is %s where %s is right".formatted(letter.reason(), faults));
    }
  }

  private void add(Fault fault, ConsumerRecord<byte[], byte[]> record, String detail) {
    tally.add(
        fault,
        RecordDecoder.task(record.key()),
        null,
        record.topic(),
        record.partition(),
        record.offset(),
        () -> detail);
  }

  /** A dead letter repeats its record; only the message is free. */
  private void compare(ConsumerRecord<byte[], byte[]> record, Output.Letter letter) {
    byte[] key = beginning(record.key(), DeadLetters.MAX_KEY_BYTES);
    byte[] value = beginning(record.value(), DeadLetters.MAX_VALUE_BYTES);
    DeadLetter expected =
        new DeadLetter(
            letter.reason(),
            "",
            record.topic(),
            record.partition(),
            record.offset(),
            Instant.ofEpochMilli(record.timestamp()),
            key == null ? null : ByteBuffer.wrap(key),
            value == null ? null : ByteBuffer.wrap(value),
            record.value() == null ? 0L : record.value().length,
            length(key) < length(record.key()) || length(value) < length(record.value()));
    if (!letter.bits().equals(reports.fingerprint().of(expected))) {
      String topic = topics.deadLetters();
      tally.add(
          Fault.DIFFERING,
          RecordDecoder.task(record.key()),
          null,
          topic,
          letter.partition(),
          letter.offset(),
          () -> difference(letter, expected));
    }
  }

  private String difference(Output.Letter letter, DeadLetter expected) {
    SpecificRecord actual = reports.read(topics.deadLetters(), letter.partition(), letter.offset());
    if (actual instanceof DeadLetter read) {
      return FieldDifference.between(OutputReader.withoutMessage(read), expected);
    }
    return "it does not repeat its record";
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static byte @Nullable [] beginning(byte @Nullable [] bytes, int length) {
    return bytes == null || bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
  }
}
