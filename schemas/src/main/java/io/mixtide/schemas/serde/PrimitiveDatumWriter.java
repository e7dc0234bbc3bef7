package io.mixtide.schemas.serde;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.DoubleArray;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
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
    if (datum instanceof DoubleArray values && element == Schema.Type.DOUBLE) {
      Fields.writeDoubles(values, out);
    } else if (datum instanceof FloatArray values && element == Schema.Type.FLOAT) {
      Fields.writeFloats(values, out);
    } else {
      super.writeArray(schema, datum, out);
    }
  }
}
