package io.mixtide.app.topology;

import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.drift.TaskOutcome;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.inference.TaskState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds of a task, in a size that its context does not change: the release that made
 * the state, the number of observations accepted, the alerts raised, what decides when the task is
 * closed, what it scored at the latest context size that percentiles are kept of, hashes of the
 * latest observation ids, and the model's own state.
 *
 * <p>Mutable: one instance serves a stream thread, read from the store's bytes before each record
 * and written back after.
 */
final class StoredTask {
  /** How many of a task's latest observation ids are remembered, to refuse what is sent twice. */
  static final int REMEMBERED_IDS = 32;

  private static final byte FORMAT = 2;
  private static final int MARK_BYTES = Integer.BYTES + 4 * Double.BYTES;

  /** In place of a timer's time. */
  static final long NO_TIMER = Long.MIN_VALUE;

  private static final long FOR_GOOD = Long.MAX_VALUE;

  long sequence;
  int raisedAlerts;

  /** The partition's time at the latest arrival, milliseconds since 1970. */
  long touched;

  /** The time that the task's timer is filed under, or {@link #NO_TIMER}. */
  long timer;

  /** Size of the raw observations. */
  long bytes;

  /** Sequence up to which the task is in the task log, or {@link #FOR_GOOD}. */
  private long logged;

  /** Context size at the mark, 0 for none. */
  private int markedSize;

  private double markedDirichletEntropy;
  private double markedTotalEntropy;
  private double markedMutualInformation;
  private double markedNovelty;
  private int ids;
  private final long[] idHashes = new long[REMEMBERED_IDS];

  /** One buffer for all that is read and written: the compiler does not spare one for each. */
  private ByteBuffer scratch = ByteBuffer.allocate(1 << 10);

  /** Makes this a task without observations. */
  void reset() {
    sequence = 0;
    raisedAlerts = 0;
    touched = Long.MIN_VALUE;
    timer = NO_TIMER;
    bytes = 0;
    logged = 0;
    ids = 0;
    unmark();
  }

  void unmark() {
    markedSize = 0;
    markedDirichletEntropy = 0;
    markedTotalEntropy = 0;
    markedMutualInformation = 0;
    markedNovelty = 0;
  }

  /** Keeps what the task scores now, by which it is compared with held-out tasks of its size. */
  void mark(TaskState state) {
    markedSize = state.count();
    AmbiguityScores scores = AmbiguityScores.of(state.alpha());
    markedDirichletEntropy = scores.dirichletEntropy();
    markedTotalEntropy = scores.totalEntropy();
    markedMutualInformation = scores.mutualInformation();
    markedNovelty = state.novelty();
  }

  /** What the task scored at the mark, or null if there is none. */
  @Nullable TaskOutcome outcome(Score ambiguity) {
    if (markedSize == 0) {
      return null;
    }
    AmbiguityScores scores =
        new AmbiguityScores(
            markedDirichletEntropy,
            markedTotalEntropy,
            markedMutualInformation,
            markedTotalEntropy - markedMutualInformation);
    return new TaskOutcome(markedSize, markedNovelty, ambiguity.of(scores, markedNovelty));
  }

  /** Whether nothing is left to log, be it that nothing was ever observed. */
  boolean isClosed() {
    return logged >= sequence;
  }

  /** Whether the task was never logged. */
  boolean isNew() {
    return logged == 0;
  }

  /** Whether the task was logged as far as it will ever be. */
  boolean isLoggedForGood() {
    return logged == FOR_GOOD;
  }

  /** Notes that all observations so far are logged, and whether later ones never will be. */
  void close(boolean forGood) {
    logged = forGood ? FOR_GOOD : sequence;
  }

  boolean isRaised(Alert alert) {
    return (raisedAlerts & alert.bit()) != 0;
  }

  /** Whether the id is among the latest remembered. */
  boolean remembers(String id) {
    long hash = hash(id);
    for (int i = 0; i < Math.min(ids, REMEMBERED_IDS); i++) {
      if (idHashes[i] == hash) {
        return true;
      }
    }
    return false;
  }

  void remember(String id) {
    idHashes[ids % REMEMBERED_IDS] = hash(id);
    // Kept between one and two rounds, so that it neither overflows nor forgets that it is full.
    ids = ids + 1 < 2 * REMEMBERED_IDS ? ids + 1 : REMEMBERED_IDS;
  }

  /** Whether a release, by its version in ASCII, made the state in these bytes. */
  static boolean isOf(byte[] version, byte[] bytes) {
    return Arrays.equals(version, 0, version.length, bytes, 2, 2 + bytes[1]);
  }

  /**
   * The bytes to store.
   *
   * @param version of the release that made the state, in ASCII
   */
  byte[] write(byte[] version, TaskState state) {
    int kept = Math.min(ids, REMEMBERED_IDS);
    ByteBuffer buffer =
        scratch(
            2
                + version.length
                + 5 * Long.BYTES
                + MARK_BYTES
                + 3
                + kept * Long.BYTES
                + state.bytes());
    buffer.put(FORMAT).put((byte) version.length).put(version);
    buffer.putLong(sequence).putLong(touched).putLong(timer).putLong(bytes).putLong(logged);
    buffer.putInt(markedSize).putDouble(markedNovelty);
    buffer.putDouble(markedDirichletEntropy).putDouble(markedTotalEntropy);
    buffer.putDouble(markedMutualInformation);
    buffer.put((byte) raisedAlerts).putShort((short) ids);
    for (int i = 0; i < kept; i++) {
      buffer.putLong(idHashes[i]);
    }
    state.write(buffer);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /**
   * Reads all but the model's state.
   *
   * @return the model's state, until more is read or written
   */
  ByteBuffer read(byte[] bytes) {
    if (bytes[0] != FORMAT) {
      throw new IllegalStateException("a task's state has format " + bytes[0] + ", not " + FORMAT);
    }
    ByteBuffer buffer = scratch(bytes.length).put(bytes).flip().position(2 + bytes[1]);
    sequence = buffer.getLong();
    touched = buffer.getLong();
    timer = buffer.getLong();
    this.bytes = buffer.getLong();
    logged = buffer.getLong();
    markedSize = buffer.getInt();
    markedNovelty = buffer.getDouble();
    markedDirichletEntropy = buffer.getDouble();
    markedTotalEntropy = buffer.getDouble();
    markedMutualInformation = buffer.getDouble();
    raisedAlerts = buffer.get();
    ids = buffer.getShort();
    for (int i = 0; i < Math.min(ids, REMEMBERED_IDS); i++) {
      idHashes[i] = buffer.getLong();
    }
    return buffer;
  }

  private ByteBuffer scratch(int bytes) {
    if (scratch.capacity() < bytes) {
      scratch = ByteBuffer.allocate(2 * bytes);
    }
    return scratch.clear();
  }

  /** 64 bits of the id, by the FNV-1a hash over its characters with a final avalanche. */
  private static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 32;
    hash *= 0x9E3779B97F4A7C15L;
    return hash ^ (hash >>> 29);
  }
}
