package io.mixtide.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/**
 * Whether a schema and a released one of the same name read what the other wrote. Stricter than
 * Avro in one thing: a symbol once released must stay, for with a default symbol Avro would take a
 * renamed one for the default.
 */
final class Compatibility {

  private Compatibility() {}

  /** What breaks, one sentence each, with the path of the field; empty if nothing does. */
  static List<String> faults(Schema present, Schema released) {
    List<String> faults = new ArrayList<>();
    for (Incompatibility fault : incompatibilities(present, released)) {
      faults.add("It cannot read what the released one wrote: " + describe(present, fault));
    }
    for (Incompatibility fault : incompatibilities(released, present)) {
      faults.add("The released one cannot read what it writes: " + describe(released, fault));
    }
    Map<String, Schema> enums = enums(present);
    enums(released)
        .forEach((name, type) -> {
          Schema now = enums.getOrDefault(name, type);
          type.getEnumSymbols().stream()
              .filter(symbol -> !now.hasEnumSymbol(symbol))
              .forEach(symbol -> faults.add("Symbol %s of %s is gone.".formatted(symbol, name)));
        });
    return faults;
  }

  private static List<Incompatibility> incompatibilities(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities();
  }

  private static String describe(Schema reader, Incompatibility fault) {
    return "field %s, %s (%s)."
        .formatted(field(reader, fault.getLocation()), fault.getType(), fault.getMessage());
  }

  /** The names of the fields along a location such as {@code /fields/4/type/items/fields/0}. */
  private static String field(Schema record, String location) {
    List<String> names = new ArrayList<>();
    Schema at = record;
    String[] steps = location.split("/");
    for (int i = 1; i < steps.length; i++) {
      switch (steps[i]) {
        case "fields" -> {
          Schema.Field field = at.getFields().get(Integer.parseInt(steps[++i]));
          names.add(field.name());
          at = field.schema();
        }
        case "items" -> at = at.getElementType();
        case "values" -> at = at.getValueType();
        default -> {
          if (at.isUnion() && Character.isDigit(steps[i].charAt(0))) {
            at = at.getTypes().get(Integer.parseInt(steps[i]));
          }
        }
      }
    }
    return String.join(".", names);
  }

  private static Map<String, Schema> enums(Schema schema) {
    Map<String, Schema> found = new HashMap<>();
    collect(schema, found);
    return found;
  }

  private static void collect(Schema schema, Map<String, Schema> found) {
    Stream<Schema> parts =
        switch (schema.getType()) {
          case RECORD -> schema.getFields().stream().map(Schema.Field::schema);
          case ARRAY -> Stream.of(schema.getElementType());
          case MAP -> Stream.of(schema.getValueType());
          case UNION -> schema.getTypes().stream();
          case ENUM -> {
            found.put(schema.getFullName(), schema);
            yield Stream.of();
          }
          default -> Stream.of();
        };
    parts.forEach(part -> collect(part, found));
  }
}
