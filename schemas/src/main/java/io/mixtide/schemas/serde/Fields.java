package io.mixtide.schemas.serde;

import io.mixtide.schemas.Vectors;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** The kinds of field that the contracts have, written and read without boxing a number. */
final class Fields {
  private static final double[] NO_DOUBLES = {};
  private static final float[] NO_FLOATS = {};

  /** Longer strings are written as Avro writes them. */
  private static final int SHORT = 256;

  private static final int FIRST_BEYOND_ASCII = 0x80;
  private static final ThreadLocal<byte[]> ASCII = ThreadLocal.withInitial(() -> new byte[SHORT]);

  private Fields() {}

  /** A string; one in ASCII without a new array, which Avro makes of each. */
  static void writeString(String value, Encoder out) throws IOException {
    int length = value.length();
    if (length > SHORT) {
      out.writeString(value);
      return;
    }
    byte[] bytes = ASCII.get();
    for (int i = 0; i < length; i++) {
      char character = value.charAt(i);
      if (character >= FIRST_BEYOND_ASCII) {
        out.writeString(value);
        return;
      }
      bytes[i] = (byte) character;
    }
    out.writeBytes(bytes, 0, length);
  }

  /** A union of null and string, null first. */
  static void writeOptional(@Nullable String value, Encoder out) throws IOException {
    if (value == null) {
      out.writeIndex(0);
    } else {
      out.writeIndex(1);
      writeString(value, out);
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
    if (values instanceof Vectors.Doubles array) {
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
    if (values instanceof Vectors.Floats array) {
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

  static List<Double> readDoubles(Decoder in) throws IOException {
    double[] values = NO_DOUBLES;
    int size = 0;
    for (long count = in.readArrayStart(); count > 0; count = in.arrayNext()) {
      // Nearly always one block; what has many must not be copied for each.
      int end = size + bounded(count, in);
      if (end > values.length) {
        values = Arrays.copyOf(values, Math.max(end, 2 * size));
      }
      while (size < end) {
        values[size++] = in.readDouble();
      }
    }
    return Vectors.of(size == values.length ? values : Arrays.copyOf(values, size));
  }

  static List<Float> readFloats(Decoder in) throws IOException {
    float[] values = NO_FLOATS;
    int size = 0;
    for (long count = in.readArrayStart(); count > 0; count = in.arrayNext()) {
      int end = size + bounded(count, in);
      if (end > values.length) {
        values = Arrays.copyOf(values, Math.max(end, 2 * size));
      }
      while (size < end) {
        values[size++] = in.readFloat();
      }
    }
    return Vectors.of(size == values.length ? values : Arrays.copyOf(values, size));
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
