package io.mixtide.schemas.serde;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Finds arrays whose items take no bytes, such as of null. Their length is bounded by nothing in
 * the data, and reading or passing over some takes as long as the number that is claimed.
 */
final class EmptyItems {
  private EmptyItems() {}

  /** Whether a schema has such an array anywhere. */
  static boolean in(Schema schema) {
    return in(schema, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static boolean in(Schema schema, Set<Schema> seen) {
    return switch (schema.getType()) {
      case ARRAY ->
          isEmpty(schema.getElementType(), Collections.newSetFromMap(new IdentityHashMap<>()))
              || in(schema.getElementType(), seen);
      case MAP -> in(schema.getValueType(), seen);
      case UNION -> schema.getTypes().stream().anyMatch(branch -> in(branch, seen));
      case RECORD ->
          seen.add(schema)
              && schema.getFields().stream().anyMatch(field -> in(field.schema(), seen));
      default -> false;
    };
  }

  /** Whether a datum takes no bytes; a record that holds itself has no finite datum. */
  private static boolean isEmpty(Schema schema, Set<Schema> within) {
    return switch (schema.getType()) {
      case NULL -> true;
      case FIXED -> schema.getFixedSize() == 0;
      case RECORD -> {
        boolean empty =
            within.add(schema)
                && schema.getFields().stream().allMatch(field -> isEmpty(field.schema(), within));
        within.remove(schema);
        yield empty;
      }
      default -> false;
    };
  }
}
