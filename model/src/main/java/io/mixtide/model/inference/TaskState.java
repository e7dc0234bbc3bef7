package io.mixtide.model.inference;

import io.mixtide.model.network.Architecture;
import java.nio.ByteBuffer;

/**
 * What is kept of a task's context: sums over its observations and the posterior in force. Its size
 * depends on the release alone, never on the context.
 *
 * <p>Mutable, so that one instance serves a thread for all tasks: {@link #read} before, {@link
 * #write} after.
 */
public final class TaskState {
  int count;
  double logScoreSum;
  final float[] embeddingSum;
  final float[] responsibilitySum;
  final float[] alpha;

  /**
   * A state for networks of the given sizes; {@link Inference#reset} makes it that of a new task.
   */
  public TaskState(Architecture architecture) {
    embeddingSum = new float[architecture.embedding()];
    responsibilitySum = new float[architecture.experts()];
    alpha = new float[architecture.experts()];
  }

  /** Number of observations in the context. */
  public int count() {
    return count;
  }

  /** The concentration in force, {@code [experts]}; the state's own array. */
  public float[] alpha() {
    return alpha;
  }

  /**
   * Novelty: mean of {@code ln p(y_i | x_i, context before i)} over the context, in nats of the
   * standardised units; low values are novel. 0 for an empty context.
   */
  public double novelty() {
    return count == 0 ? 0 : logScoreSum / count;
  }

  /** Number of bytes that {@link #write} writes. */
  public int bytes() {
    return Integer.BYTES
        + Double.BYTES
        + Float.BYTES * (embeddingSum.length + responsibilitySum.length + alpha.length);
  }

  /** Writes the state at the buffer's position. */
  public void write(ByteBuffer buffer) {
    buffer.putInt(count).putDouble(logScoreSum);
    for (float[] values : arrays()) {
      for (float value : values) {
        buffer.putFloat(value);
      }
    }
  }

  /** Reads what {@link #write} wrote for the same sizes. */
  public void read(ByteBuffer buffer) {
    count = buffer.getInt();
    logScoreSum = buffer.getDouble();
    for (float[] values : arrays()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = buffer.getFloat();
      }
    }
  }

  private float[][] arrays() {
    return new float[][] {embeddingSum, responsibilitySum, alpha};
  }
}
