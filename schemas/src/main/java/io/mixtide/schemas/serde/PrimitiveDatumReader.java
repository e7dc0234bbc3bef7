package io.mixtide.schemas.serde;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificDatumReader;

/** Reads generated records, arrays of float and double without boxing an element. */
final class PrimitiveDatumReader extends SpecificDatumReader<Object> {

  PrimitiveDatumReader(Schema writer, Schema reader, GeneratedModel model) {
    super(writer, reader, model);
  }

  @Override
  protected Object readArray(Object old, Schema expected, ResolvingDecoder in) throws IOException {
    return switch (expected.getElementType().getType()) {
      case DOUBLE -> Fields.readDoubles(in);
      case FLOAT -> Fields.readFloats(in);
      default -> super.readArray(old, expected, in);
    };
  }
}
