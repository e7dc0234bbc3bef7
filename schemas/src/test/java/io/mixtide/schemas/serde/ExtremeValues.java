package io.mixtide.schemas.serde;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Valid records with the values that are most trouble: the ends of every range, NaN, any script.
 */
final class ExtremeValues {
  private static final double[] DOUBLES = {
    0,
    -0.0,
    1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    1e300
  };
  private static final long[] LONGS = {
    0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
  };
  private static final String[] TEXTS = {
    "",
    "a",
    "\0",
    "\u202eabc\ufeff",
    "😀👩‍👩‍👧‍👦",
    "ﷺ",
    "a\u0301\u0301\u0301",
    "\udbff\udfff",
    "\n\r\t'\"\\"
  };
  private static final int[] SIZES = {0, 0, 1, 2, 3, 500};

  private ExtremeValues() {}

  static SpecificRecord record(Schema schema, Random random) {
    return (SpecificRecord) Objects.requireNonNull(any(schema, random, 2));
  }

  /**
   * Any datum.
   *
   * @param depth how many arrays may yet be large within one another
   */
  private static @Nullable Object any(Schema schema, Random random, int depth) {
    return switch (schema.getType()) {
      case RECORD -> {
        var record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
          record.put(field.pos(), any(field.schema(), random, depth));
        }
        yield record;
      }
      case ENUM ->
          SpecificData.get()
              .createEnum(
                  schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())),
                  schema);
      case ARRAY -> list(schema.getElementType(), random, depth);
      case MAP -> {
        Map<String, @Nullable Object> map = new HashMap<>();
        for (Object value : list(schema.getValueType(), random, depth)) {
          map.put(text(random), value);
        }
        yield map;
      }
      case UNION ->
          any(schema.getTypes().get(random.nextInt(schema.getTypes().size())), random, depth);
      case STRING -> text(random);
      case BYTES -> ByteBuffer.allocate(SIZES[random.nextInt(SIZES.length)] * 20);
      case INT -> (int) LONGS[random.nextInt(LONGS.length)];
      case LONG -> {
        long value = LONGS[random.nextInt(LONGS.length)];
        yield schema.getLogicalType() == null ? (Object) value : Instant.ofEpochMilli(value);
      }
      case FLOAT -> (float) DOUBLES[random.nextInt(DOUBLES.length)];
      case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
      case BOOLEAN -> random.nextBoolean();
      case NULL -> null;
      case FIXED -> throw new IllegalArgumentException("no contract has one");
    };
  }

  private static List<@Nullable Object> list(Schema element, Random random, int depth) {
    int size = depth == 0 ? 1 : SIZES[random.nextInt(SIZES.length)];
    List<@Nullable Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(any(element, random, depth - 1));
    }
    return list;
  }

  private static String text(Random random) {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    return random.nextInt(20) == 0 ? text.repeat(2000) : text;
  }
}
