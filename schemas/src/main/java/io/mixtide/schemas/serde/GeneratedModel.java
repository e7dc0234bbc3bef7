package io.mixtide.schemas.serde;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.AvroGenerated;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Avro's data model for generated classes, which finds the class of a schema's name by itself.
 * Avro's own look-up refuses every class that a system property does not name; this one takes none
 * that Avro did not generate, and does not initialise a class before it knows that.
 */
final class GeneratedModel extends SpecificData {

  private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

  GeneratedModel() {
    addLogicalTypeConversions(this);
  }

  @Override
  public @Nullable Class<?> getClass(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> {
        Class<?> type = classes.computeIfAbsent(schema.getFullName(), _ -> find(schema));
        yield type == Void.class ? null : type;
      }
      default -> super.getClass(schema);
    };
  }

  private Class<?> find(Schema schema) {
    try {
      Class<?> type = Class.forName(getClassName(schema), false, getClassLoader());
      return type.isAnnotationPresent(AvroGenerated.class) ? type : Void.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return Void.class;
    }
  }
}
