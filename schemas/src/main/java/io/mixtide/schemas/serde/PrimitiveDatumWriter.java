package io.mixtide.schemas.serde;

import io.mixtide.schemas.Vectors;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificDatumWriter;

/** Writes data of any schema, unboxed arrays of float and double without boxing an element. */
final class PrimitiveDatumWriter extends SpecificDatumWriter<Object> {

  PrimitiveDatumWriter(Schema schema, GeneratedModel model) {
    super(schema, model);
  }

  @Override
  protected void writeArray(Schema schema, Object datum, Encoder out) throws IOException {
    Schema.Type element = schema.getElementType().getType();
    if (datum instanceof Vectors.Doubles values && element == Schema.Type.DOUBLE) {
      Fields.writeDoubles(values, out);
    } else if (datum instanceof Vectors.Floats values && element == Schema.Type.FLOAT) {
      Fields.writeFloats(values, out);
    } else {
      super.writeArray(schema, datum, out);
    }
  }
}
