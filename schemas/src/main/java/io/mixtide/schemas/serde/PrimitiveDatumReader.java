package io.mixtide.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.DoubleArray;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
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
      case DOUBLE -> readDoubles(expected, in);
      case FLOAT -> readFloats(expected, in);
      default -> super.readArray(old, expected, in);
    };
  }

  private static DoubleArray readDoubles(Schema expected, ResolvingDecoder in) throws IOException {
    long count = in.readArrayStart();
    DoubleArray values = new DoubleArray(bounded(count, in), expected);
    for (int size = 0; count > 0; count = bounded(in.arrayNext(), in)) {
      for (long i = 0; i < count; i++) {
        values.add(size++, in.readDouble());
      }
    }
    return values;
  }

  private static FloatArray readFloats(Schema expected, ResolvingDecoder in) throws IOException {
    long count = in.readArrayStart();
    FloatArray values = new FloatArray(bounded(count, in), expected);
    for (int size = 0; count > 0; count = bounded(in.arrayNext(), in)) {
      for (long i = 0; i < count; i++) {
        values.add(size++, in.readFloat());
      }
    }
    return values;
  }

  /**
   * The count of a block, never more than the bytes left: the writer's elements may be smaller than
   * the reader's, an int read as a double, but none is smaller than a byte.
   */
  private static int bounded(long count, ResolvingDecoder in) throws EOFException {
    int remaining = in.remainingBytes();
    if (count > remaining) {
      throw new EOFException(
          "an array claims %d elements where %d bytes are left".formatted(count, remaining));
    }
    return (int) count;
  }
}
