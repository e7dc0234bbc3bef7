package io.mixtide.schemas.serde;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Finds arrays whose elements take no bytes: a record of a few bytes may claim any number of them,
 * and a reader that has no use for the field would still pass over each.
 */
final class FreeElements {

  private FreeElements() {}

  /** Whether there is such an array somewhere in a schema. */
  static boolean isIn(Schema schema) {
    return isIn(schema, identitySet());
  }

  private static boolean isIn(Schema schema, Set<Schema> seen) {
    if (!seen.add(schema)) {
      return false;
    }
    return switch (schema.getType()) {
      case ARRAY ->
          takesNoBytes(schema.getElementType(), identitySet())
              || isIn(schema.getElementType(), seen);
      case MAP -> isIn(schema.getValueType(), seen);
      case UNION -> schema.getTypes().stream().anyMatch(type -> isIn(type, seen));
      case RECORD -> schema.getFields().stream().anyMatch(field -> isIn(field.schema(), seen));
      default -> false;
    };
  }

  /** A record that holds itself never ends, and is refused when it is read. */
  private static boolean takesNoBytes(Schema schema, Set<Schema> seen) {
    return switch (schema.getType()) {
      case NULL -> true;
      case FIXED -> schema.getFixedSize() == 0;
      case RECORD ->
          seen.add(schema)
              && schema.getFields().stream().allMatch(field -> takesNoBytes(field.schema(), seen));
      default -> false;
    };
  }

  private static Set<Schema> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
