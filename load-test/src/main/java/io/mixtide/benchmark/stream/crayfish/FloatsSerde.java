package io.mixtide.benchmark.stream.crayfish;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Arrays of floats as they lie in memory: four bytes each, the lowest first. */
public final class FloatsSerde {
  private FloatsSerde() {}

  /** It has no state. */
  public static Serde<float[]> create() {
    return Serdes.serdeFrom((_, values) -> bytes(values), (_, bytes) -> floats(bytes));
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
