package io.mixtide.schemas.serde;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads one generated class field by field, to the same bytes as Avro's own writers and
 * readers, which look up every field by its number and box what they find. For the records of every
 * arrival; other records, and what was written with another version of a schema, are left to
 * Avro's.
 */
interface RecordCoder<T> {

  /**
   * Writes a record.
   *
   * @throws NullPointerException if a field that must not be null is
   */
  void write(T record, Encoder out) throws IOException;

  /** Reads what was written with the class's own schema. */
  T read(BinaryDecoder in) throws IOException;

  /** The coder of a generated class; null if it has none. */
  static @Nullable RecordCoder<?> of(Class<?> type) {
    return Coders.BY_CLASS.get(type);
  }

  /** The coder of a record's class; null if it has none. */
  @SuppressWarnings("unchecked") // each class has its own coder
  static @Nullable RecordCoder<SpecificRecord> of(SpecificRecord record) {
    return (RecordCoder<SpecificRecord>) of(record.getClass());
  }

  /** Whether two schemas give the same bytes the same meaning: docs and defaults do not count. */
  static boolean isSameLayout(Schema one, Schema other) {
    return SchemaNormalization.toParsingForm(one).equals(SchemaNormalization.toParsingForm(other));
  }

  /** Made when the first is asked for. */
  final class Coders {
    private static final Map<Class<?>, RecordCoder<?>> BY_CLASS =
        Map.of(
            ContextEvent.class, new ContextEventCoder(),
            Posterior.class, new PosteriorCoder(),
            Prediction.class, new PredictionCoder());

    private Coders() {}
  }
}
