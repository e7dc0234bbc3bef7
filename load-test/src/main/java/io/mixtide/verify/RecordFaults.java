package io.mixtide.verify;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with a record by itself: everything that is, for a dead letter may name any.
 *
 * @param dx numbers in an x of the releases in force; -1 where none was
 * @param dy numbers in a y
 * @param maxQueries of one record
 * @param maxBytes of a value
 */
record RecordFaults(int dx, int dy, int maxQueries, int maxBytes) {
  private static final int MAX_KEY_BYTES = 1024;
  private static final int MAX_HEADER_BYTES = 8192;

  /** What a header takes at most beside its key and value: their lengths. */
  private static final int BYTES_OF_LENGTHS = 10;

  private static final int MAX_ID_LENGTH = 1024;
  private static final int MAX_LEVELS = 100;

  /** What is wrong with a record before it is decoded. */
  Set<DeadLetterReason> of(ConsumerRecord<byte[], byte[]> record, boolean valueOptional) {
    Set<DeadLetterReason> faults = EnumSet.noneOf(DeadLetterReason.class);
    byte[] key = record.key();
    if (key == null || key.length == 0) {
      faults.add(DeadLetterReason.EMPTY_KEY);
    } else if (RecordDecoder.task(key) == null) {
      faults.add(DeadLetterReason.MALFORMED);
    }
    long headers = 0;
    for (Header header : record.headers()) {
      headers += BYTES_OF_LENGTHS + header.key().length();
      headers += header.value() == null ? 0 : header.value().length;
    }
    byte[] value = record.value();
    if (value == null && !valueOptional) {
      faults.add(DeadLetterReason.MALFORMED);
    }
    if (headers > MAX_HEADER_BYTES
        || (key != null && key.length > MAX_KEY_BYTES)
        || (value != null && value.length > maxBytes)) {
      faults.add(DeadLetterReason.TOO_LARGE);
    }
    return faults;
  }

  /** Adds what is wrong with an observation and its queries. */
  void add(ContextEvent event, Set<DeadLetterReason> faults) {
    addId(event.getObservationId(), faults);
    addValues(event.getX(), dx, faults);
    addValues(event.getY(), dy, faults);
    addQueries(event.getQueries(), faults);
  }

  /** Adds what is wrong with a request. */
  void add(PredictionRequest request, Set<DeadLetterReason> faults) {
    addId(request.getRequestId(), faults);
    addQueries(request.getQueries(), faults);
  }

  private void addQueries(List<Query> queries, Set<DeadLetterReason> faults) {
    if (queries.size() > maxQueries) {
      faults.add(DeadLetterReason.TOO_MANY_QUERIES);
    }
    for (Query query : queries) {
      addId(query.getId(), faults);
      addValues(query.getX(), dx, faults);
      boolean bad = query.getQuantiles().size() > MAX_LEVELS;
      for (double level : Vectors.toArray(query.getQuantiles())) {
        bad |= !(level > 0 && level < 1);
      }
      if (bad) {
        faults.add(DeadLetterReason.BAD_QUANTILE);
      }
    }
  }

  private static void addId(@Nullable String id, Set<DeadLetterReason> faults) {
    if (id != null && id.length() > MAX_ID_LENGTH) {
      faults.add(DeadLetterReason.TOO_LARGE);
    }
  }

  private static void addValues(List<Double> values, int width, Set<DeadLetterReason> faults) {
    if (width >= 0 && values.size() != width) {
      faults.add(DeadLetterReason.WRONG_WIDTH);
    }
    for (double value : Vectors.toArray(values)) {
      if (!Double.isFinite(value)) {
        faults.add(DeadLetterReason.NOT_FINITE);
      }
    }
  }
}
