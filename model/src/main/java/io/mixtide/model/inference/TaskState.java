package io.mixtide.model.inference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.mixtide.model.network.Architecture;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is kept of a task's context: sums over its observations, the posterior in force and, for
 * context experts, the tokens of the latest observations.
 *
 * <p>What {@link #write} writes depends in size on the release alone, never on the context. Tokens
 * are kept apart, one with each observation, for they never change: {@link #writeLatestToken} after
 * an observation, {@link #readToken} for each of the latest {@link #tokens()}.
 *
 * <p>Mutable, so that one instance serves a thread for all tasks.
 */
public final class TaskState {
  int count;
  double logScoreSum;

  /** Of embeddings, then of responsibilities or pooled tokens: the kind of expert says which. */
  final float[] sums;

  final float[] alpha;
  private final int width;
  private final int window;

  /** The token of observation i at row i modulo the window, {@code [window, width]}. */
  final float[] tokens;

  /** Rises with every change of the tokens. */
  int revision;

  /**
   * A state for networks of the given shape; {@link Inference#reset} makes it that of a new task.
   */
  public TaskState(Architecture architecture) {
    width = architecture.embedding();
    window = architecture.attention().window();
    int second = architecture.hasContextExperts() ? width : architecture.experts();
    sums = new float[width + second];
    alpha = new float[architecture.experts()];
    tokens = new float[window * width];
  }

  void reset(float[] emptyAlpha) {
    count = 0;
    logScoreSum = 0;
    revision++;
    Arrays.fill(sums, 0f);
    System.arraycopy(emptyAlpha, 0, alpha, 0, alpha.length);
  }

  /** Makes this state the same as another of the same shape. */
  public void set(TaskState other) {
    count = other.count;
    logScoreSum = other.logScoreSum;
    revision++;
    System.arraycopy(other.sums, 0, sums, 0, sums.length);
    System.arraycopy(other.alpha, 0, alpha, 0, alpha.length);
    System.arraycopy(other.tokens, 0, tokens, 0, tokens.length);
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

  /** How many of the latest observations the experts look at; 0 for input experts. */
  public int tokens() {
    return Math.min(count, window);
  }

  /** Observations that were too many to be looked at still; 0 for input experts. */
  public int outsideWindow() {
    return window == 0 ? 0 : count - tokens();
  }

  /** Number of bytes of a token; 0 for input experts. */
  public int tokenBytes() {
    return window == 0 ? 0 : Integer.BYTES + Float.BYTES * width;
  }

  void append(float[] token) {
    System.arraycopy(token, 0, tokens, (count % window) * width, width);
    revision++;
  }

  /** Writes the token of the latest observation, {@link #tokenBytes} long. */
  public void writeLatestToken(ByteBuffer buffer) {
    int index = count - 1;
    buffer.putInt(index);
    for (int i = 0; i < width; i++) {
      buffer.putFloat(tokens[(index % window) * width + i]);
    }
  }

  /**
   * Reads a token of the context whose sums {@link #read} has read; the order does not matter.
   *
   * @return whether it is one of the latest {@link #tokens()}; if not, it is left alone
   */
  public boolean readToken(ByteBuffer buffer) {
    int index = buffer.getInt();
    if (index < outsideWindow() || index >= count) {
      return false;
    }
    int row = index % window;
    for (int i = 0; i < width; i++) {
      tokens[row * width + i] = buffer.getFloat();
    }
    revision++;
    return true;
  }

  /** Number of bytes that {@link #write} writes. */
  public int bytes() {
    return Integer.BYTES + Double.BYTES + rowBytes();
  }

  /** Writes all but the tokens at the buffer's position. */
  public void write(ByteBuffer buffer) {
    buffer.putInt(count).putDouble(logScoreSum);
    // All at once, which takes a fraction of the time of one after another.
    buffer.asFloatBuffer().put(sums).put(alpha);
    buffer.position(buffer.position() + rowBytes());
  }

  /** Reads what {@link #write} wrote for the same shape. */
  public void read(ByteBuffer buffer) {
    count = buffer.getInt();
    logScoreSum = buffer.getDouble();
    revision++;
    buffer.asFloatBuffer().get(sums).get(alpha);
    buffer.position(buffer.position() + rowBytes());
  }

  /** Number of bytes that {@link #copyTo} copies. */
  public int rowBytes() {
    return Float.BYTES * (sums.length + alpha.length);
  }

  /** Copies sums and concentration to a row of a batch, {@link #rowBytes} from {@code offset}. */
  public void copyTo(MemorySegment batch, long offset) {
    MemorySegment.copy(sums, 0, batch, JAVA_FLOAT, offset, sums.length);
    MemorySegment.copy(
        alpha, 0, batch, JAVA_FLOAT, offset + (long) Float.BYTES * sums.length, alpha.length);
  }

  /** Copies the tokens to a batch, as many as {@link #tokens} says, in the order of the ring. */
  public void copyTokensTo(MemorySegment batch, long offset) {
    MemorySegment.copy(tokens, 0, batch, JAVA_FLOAT, offset, tokens() * width);
  }

  /**
   * Takes the token of an observation that {@link #take} takes next.
   *
   * @param batch holds it from {@code offset}
   */
  public void takeToken(MemorySegment batch, long offset) {
    MemorySegment.copy(batch, JAVA_FLOAT, offset, tokens, count % window * width, width);
    revision++;
  }

  /**
   * Takes an observation that an engine has inferred from what {@link #copyTo} copied.
   *
   * @param batch holds the new sums and concentration from {@code offset}
   * @param score {@code ln p(y | x, context before)}, in nats of the standardised units
   */
  public void take(MemorySegment batch, long offset, double score) {
    MemorySegment.copy(batch, JAVA_FLOAT, offset, sums, 0, sums.length);
    MemorySegment.copy(
        batch, JAVA_FLOAT, offset + (long) Float.BYTES * sums.length, alpha, 0, alpha.length);
    count++;
    logScoreSum += score;
  }
}
