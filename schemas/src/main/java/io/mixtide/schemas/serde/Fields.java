package io.mixtide.schemas.serde;

import io.mixtide.schemas.Numbers;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.DoubleArray;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** The kinds of field that the contracts have, written and read without boxing a number. */
final class Fields {
  private static final Schema DOUBLES = Schema.createArray(Schema.create(Schema.Type.DOUBLE));
  private static final Schema FLOATS = Schema.createArray(Schema.create(Schema.Type.FLOAT));

  private Fields() {}

  /** A union of null and string, null first. */
  static void writeOptional(@Nullable String value, Encoder out) throws IOException {
    if (value == null) {
      out.writeIndex(0);
    } else {
      out.writeIndex(1);
      out.writeString(value);
    }
  }

  /** Reads what {@link #writeOptional} wrote. */
  static @Nullable String readOptional(Decoder in) throws IOException {
    int branch = in.readIndex();
    return switch (branch) {
      case 0 -> null;
      case 1 -> in.readString();
      default -> throw new AvroTypeException("a union of two has no branch " + branch);
    };
  }

  static void writeDoubles(List<Double> values, Encoder out) throws IOException {
    int size = values.size();
    out.writeArrayStart();
    out.setItemCount(size);
    if (values instanceof DoubleArray unboxed) {
      for (int i = 0; i < size; i++) {
        out.startItem();
        out.writeDouble(unboxed.getDouble(i));
      }
    } else if (values instanceof Numbers.Doubles array) {
      for (int i = 0; i < size; i++) {
        out.startItem();
        out.writeDouble(array.getDouble(i));
      }
    } else {
      for (int i = 0; i < size; i++) {
        out.startItem();
        out.writeDouble(values.get(i));
      }
    }
    out.writeArrayEnd();
  }

  static void writeFloats(List<Float> values, Encoder out) throws IOException {
    int size = values.size();
    out.writeArrayStart();
    out.setItemCount(size);
    if (values instanceof FloatArray unboxed) {
      for (int i = 0; i < size; i++) {
        out.startItem();
        out.writeFloat(unboxed.getFloat(i));
      }
    } else if (values instanceof Numbers.Floats array) {
      for (int i = 0; i < size; i++) {
        out.startItem();
        out.writeFloat(array.getFloat(i));
      }
    } else {
      for (int i = 0; i < size; i++) {
        out.startItem();
        out.writeFloat(values.get(i));
      }
    }
    out.writeArrayEnd();
  }

  static DoubleArray readDoubles(Decoder in) throws IOException {
    return readDoubles(DOUBLES, in);
  }

  static DoubleArray readDoubles(Schema array, Decoder in) throws IOException {
    long count = in.readArrayStart();
    DoubleArray values = new DoubleArray(bounded(count, in), array);
    for (int size = 0; count > 0; count = bounded(in.arrayNext(), in)) {
      for (long i = 0; i < count; i++) {
        values.add(size++, in.readDouble());
      }
    }
    return values;
  }

  static FloatArray readFloats(Decoder in) throws IOException {
    return readFloats(FLOATS, in);
  }

  static FloatArray readFloats(Schema array, Decoder in) throws IOException {
    long count = in.readArrayStart();
    FloatArray values = new FloatArray(bounded(count, in), array);
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
  static int bounded(long count, Decoder in) throws EOFException {
    int remaining = in.remainingBytes();
    if (count > remaining) {
      throw new EOFException(
          "an array claims %d elements where %d bytes are left".formatted(count, remaining));
    }
    return (int) count;
  }
}
