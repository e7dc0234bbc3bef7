package io.mixtide.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/** The records of the topics, and how to make any. */
public final class Contracts {

  /** One record class per topic, and what they share. */
  public static final List<Class<? extends SpecificRecordBase>> RECORDS =
      List.of(
          Query.class,
          ContextEvent.class,
          PredictionRequest.class,
          Posterior.class,
          Prediction.class,
          AmbiguityEvent.class,
          TaskLog.class,
          ReleaseRecord.class,
          DriftEvent.class,
          ShadowScore.class,
          DeadLetter.class);

  private Contracts() {}

  /** Any valid record of any of the topics. */
  public static Arbitrary<SpecificRecord> records() {
    return Arbitraries.of(RECORDS)
        .flatMap(type -> any(SpecificData.get().getSchema(type)))
        .map(SpecificRecord.class::cast)
        .withoutEdgeCases();
  }

  /** Any valid datum of a schema but NaN, which Avro's records take for unequal to itself. */
  private static Arbitrary<?> any(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case ENUM ->
          Arbitraries.of(schema.getEnumSymbols())
              .map(s -> SpecificData.get().createEnum(s, schema));
      case ARRAY -> any(schema.getElementType()).list().ofMaxSize(5);
      case MAP ->
          Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), any(schema.getValueType()))
              .ofMaxSize(3);
      case UNION -> Arbitraries.of(schema.getTypes()).flatMap(Contracts::any);
      case STRING -> Arbitraries.strings().ofMaxLength(10);
      case BYTES -> Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(ByteBuffer::wrap);
      case INT -> Arbitraries.integers();
      case LONG ->
          schema.getLogicalType() == null
              ? Arbitraries.longs()
              : Arbitraries.longs().map(Instant::ofEpochMilli);
      case FLOAT -> Arbitraries.floats();
      case DOUBLE ->
          Arbitraries.frequencyOf(
              Tuple.of(9, Arbitraries.doubles()),
              Tuple.of(
                  1, Arbitraries.of(-0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)));
      case BOOLEAN -> Arbitraries.of(true, false);
      case NULL -> Arbitraries.just(0).injectNull(1);
      case FIXED -> throw new IllegalArgumentException("no contract has one");
    };
  }

  private static Arbitrary<?> record(Schema schema) {
    List<Arbitrary<Object>> values = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      values.add(any(field.schema()).map(value -> value));
    }
    return Combinators.combine(values)
        .as(parts -> {
          var record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
          for (int i = 0; i < parts.size(); i++) {
            record.put(i, parts.get(i));
          }
          return record;
        });
  }
}
