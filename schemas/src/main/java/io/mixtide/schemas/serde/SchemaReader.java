package io.mixtide.schemas.serde;

import io.mixtide.schemas.registry.UnknownSchemaException;
import java.io.IOException;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was written with one schema.
 *
 * @param values reads a datum
 * @param conflict one sentence on what in the writer's schema the reader's has no place for, null
 *     if nothing; data that do not touch it can be read all the same
 */
record SchemaReader(Values values, @Nullable String conflict) {

  /** Reads a datum. */
  interface Values {
    Object read(BinaryDecoder in) throws IOException;
  }

  private SchemaReader(DatumReader<Object> reader, @Nullable String conflict) {
    this((Values) in -> reader.read(null, in), conflict);
  }

  static SchemaReader generic(int id, Schema writer, GeneratedModel model) {
    return new SchemaReader(new GenericDatumReader<Object>(writer), null);
  }

  /**
   * Reads into the generated class that has the writer's full name.
   *
   * @param expected the one class to accept, null for any
   * @throws UnknownSchemaException if there is no such class, or another is expected
   */
  static SchemaReader specific(
      int id, Schema writer, @Nullable Class<?> expected, GeneratedModel model) {
    if (expected != null && !writer.getFullName().equals(model.getSchema(expected).getFullName())) {
      throw new UnknownSchemaException(
          "Schema %d is %s where %s belongs."
              .formatted(id, writer.getFullName(), expected.getName()));
    }
    Class<?> type = model.getClass(writer);
    if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
      throw new UnknownSchemaException(
          "Schema %d is %s, for which there is no generated record class."
              .formatted(id, writer.getFullName()));
    }
    if (FreeElements.isIn(writer)) {
      throw new UnknownSchemaException(
          "Schema %d has an array whose elements take no bytes, which are not read.".formatted(id));
    }
    Schema reader = model.getSchema(type);
    RecordCoder<?> coder = RecordCoder.of(type);
    if (coder != null && RecordCoder.isSameLayout(writer, reader)) {
      return new SchemaReader((Values) coder::read, null);
    }
    return new SchemaReader(
        new PrimitiveDatumReader(writer, reader, model), conflict(id, writer, reader));
  }

  private static @Nullable String conflict(int id, Schema writer, Schema reader) {
    SchemaPairCompatibility pair =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (pair.getType() == SchemaCompatibilityType.COMPATIBLE) {
      return null;
    }
    return "Schema %d does not fit this version of %s: %s."
        .formatted(
            id,
            reader.getFullName(),
            pair.getResult().getIncompatibilities().stream()
                .map(i -> "%s at %s (%s)".formatted(i.getType(), i.getLocation(), i.getMessage()))
                .collect(Collectors.joining(", ")));
  }
}
