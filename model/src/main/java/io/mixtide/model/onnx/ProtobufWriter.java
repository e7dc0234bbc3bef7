package io.mixtide.model.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes one message in the wire format of Protocol Buffers, as far as ONNX files need it: fields
 * of integers, and of bytes with their length, which texts and further messages are.
 */
final class ProtobufWriter {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int GROUP_BITS = 7;
  private static final int GROUP = 0x7F;
  private static final int MORE = 0x80;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  ProtobufWriter integer(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  ProtobufWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtobufWriter message(int field, ProtobufWriter value) {
    return bytes(field, value.toBytes());
  }

  ProtobufWriter bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** Floats as they lie in a tensor's raw data. */
  static byte[] littleEndian(float... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private void tag(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~GROUP) != 0) {
      bytes.write((int) (rest & GROUP) | MORE);
      rest >>>= GROUP_BITS;
    }
    bytes.write((int) rest);
  }
}
