package io.mixtide.benchmark.stream.crayfish;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How images and their scores are written in records. */
public enum ImageFormat {
  /**
   * Floats as they lie in memory, four bytes each, the lowest first; answered with scores alone.
   */
  FLOATS {
    @Override
    public byte[] event(float[] image) {
      return bytes(image);
    }

    @Override
    public float[] image(byte[] event) {
      float[] image = new float[event.length / Float.BYTES];
      ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(image);
      return image;
    }

    @Override
    public byte[] answer(float[] image, float[] scores) {
      return bytes(scores);
    }
  },

  /** As Crayfish has published it: see {@link CrayfishJson}. */
  JSON {
    @Override
    public byte[] event(float[] image) {
      return CrayfishJson.write(image, null);
    }

    @Override
    public float[] image(byte[] event) {
      return CrayfishJson.image(event);
    }

    @Override
    public byte[] answer(float[] image, float[] scores) {
      return CrayfishJson.write(image, scores);
    }
  };

  /**
   * The value of an event.
   *
   * @param image {@code [inputs]}
   */
  public abstract byte[] event(float[] image);

  /** The image of an event, {@code [inputs]}. */
  public abstract float[] image(byte[] event);

  /**
   * The value of an answer.
   *
   * @param image {@code [inputs]}
   * @param scores {@code [outputs]}
   */
  public abstract byte[] answer(float[] image, float[] scores);

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }
}
