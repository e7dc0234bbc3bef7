package io.mixtide.app.topology;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mixtide.model.inference.TaskInference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.DeadLetterReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A task at hand under the release in force: its stored part, its model state and the inference
 * that continues it. Holds scratch space: one instance serves one thread for task after task.
 */
final class TaskAdaptation {
  /** How many observations are read at once to be embedded anew. */
  private static final int BATCH = 64;

  private final Release release;
  private final byte[] version;
  private final TaskInference inference;
  private final StoredTask stored = new StoredTask();
  private final TaskState state;
  private boolean carriedOver;
  private List<KeyValue<Bytes, byte[]>> tokensAnew = List.of();

  TaskAdaptation(Release release, TaskInference inference) {
    this.release = release;
    this.inference = inference;
    version = release.version().getBytes(US_ASCII);
    state = inference.newState();
  }

  Release release() {
    return release;
  }

  TaskInference inference() {
    return inference;
  }

  StoredTask stored() {
    return stored;
  }

  TaskState state() {
    return state;
  }

  /** Writes back what loading the task at hand had to embed anew, if anything. */
  void storeCarriedOver(String task, TaskStore tasks, KeyValueStore<Bytes, byte[]> observations) {
    if (carriedOver) {
      // Tokens first: whoever reads a state finds them.
      observations.putAll(tokensAnew);
      tasks.put(task, toBytes());
      tokensAnew = List.of();
      carriedOver = false;
    }
  }

  /**
   * Makes {@code task} the task at hand. A state of another release is carried over: its raw
   * observations are embedded anew, in the order of their arrival.
   *
   * @param bytes that are stored of the task; null if it is unknown
   * @return whether the task has a state
   */
  boolean load(
      String task, byte @Nullable [] bytes, ReadOnlyKeyValueStore<Bytes, byte[]> observations) {
    carriedOver = false;
    if (bytes == null) {
      stored.reset();
      inference.reset(state);
      return false;
    }
    var modelState = stored.read(bytes);
    if (made(bytes)) {
      state.read(modelState);
      readTokens(task, observations);
    } else {
      carryOver(task, observations);
      carriedOver = true;
    }
    return true;
  }

  /**
   * Makes {@code task} the task at hand, as it is after what was inferred ahead of its turn.
   *
   * @param bytes as {@link #load}, of the state from which that was inferred
   */
  boolean loadAhead(byte @Nullable [] bytes, TaskState after) {
    carriedOver = false;
    if (bytes == null) {
      stored.reset();
    } else {
      stored.read(bytes);
    }
    state.set(after);
    return bytes != null;
  }

  /** Whether this release made the state in these bytes. */
  boolean made(byte[] bytes) {
    return StoredTask.isOf(version, bytes);
  }

  private void readTokens(String task, ReadOnlyKeyValueStore<Bytes, byte[]> observations) {
    int missing = state.tokens();
    if (missing == 0) {
      return;
    }
    try (KeyValueIterator<Bytes, byte[]> log = ObservationLog.latest(observations, task)) {
      while (missing > 0 && log.hasNext()) {
        ByteBuffer value = ByteBuffer.wrap(log.next().value);
        ObservationLog.read(value);
        // An observation that this release could not take has no token; a reader beside the
        // stream thread may meet one that is newer than the state.
        if (value.hasRemaining() && state.readToken(value)) {
          missing--;
        }
      }
    }
    if (missing > 0) {
      throw new IllegalStateException("task '%s' lacks %d of its tokens".formatted(task, missing));
    }
  }

  private void carryOver(String task, ReadOnlyKeyValueStore<Bytes, byte[]> observations) {
    inference.reset(state);
    stored.unmark();
    tokensAnew = new ArrayList<>();
    List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>(BATCH);
    try (KeyValueIterator<Bytes, byte[]> log = ObservationLog.of(observations, task)) {
      while (log.hasNext()) {
        batch.add(log.next());
        if (batch.size() == BATCH || !log.hasNext()) {
          carryOver(batch);
          batch.clear();
        }
      }
    }
  }

  private void carryOver(List<KeyValue<Bytes, byte[]>> entries) {
    List<ObservationLog.Observation> read =
        entries.stream().map(entry -> ObservationLog.read(ByteBuffer.wrap(entry.value))).toList();
    int next = 0;
    while (next < read.size()) {
      List<ObservationLog.Observation> rest = read.subList(next, read.size());
      int taken =
          inference.observeAll(
              state,
              rest.stream().map(ObservationLog.Observation::x).toList(),
              rest.stream().map(ObservationLog.Observation::y).toList(),
              new Consumer<>() {
                private int index = entries.size() - rest.size();

                @Override
                public void accept(TaskState after) {
                  markIfKept();
                  if (after.tokenBytes() > 0) {
                    byte[] value = ObservationLog.write(read.get(index), after);
                    tokensAnew.add(KeyValue.pair(entries.get(index).key, value));
                  }
                  index++;
                }
              });
      next += taken;
      if (next < read.size()) {
        // A former release took what this one cannot: the state is as before it.
        if (state.tokenBytes() > 0) {
          byte[] value = ObservationLog.write(read.get(next));
          tokensAnew.add(KeyValue.pair(entries.get(next).key, value));
        }
        next++;
      }
    }
  }

  private void markIfKept() {
    if (release.heldOut().percentiles().keeps(state.count())) {
      stored.mark(state);
    }
  }

  /**
   * Takes one checked observation into the task at hand.
   *
   * @return its log score before it was seen, nats of the standardised units
   * @throws RejectedRecordException if it is so improbable that its score is no number
   */
  double observe(ObservationLog.Observation observation) {
    double score = score(observation);
    stored.sequence++;
    if (observation.id() != null) {
      stored.remember(observation.id());
    }
    return score;
  }

  private double score(ObservationLog.Observation observation) {
    try {
      return observe(observation.x(), observation.y());
    } catch (IllegalArgumentException e) {
      throw new RejectedRecordException(
          DeadLetterReason.OUT_OF_RANGE, String.valueOf(e.getMessage()));
    }
  }

  private double observe(double[] x, double[] y) {
    double score = inference.observe(state, x, y);
    markIfKept();
    return score;
  }

  /** The bytes to store of the task at hand. */
  byte[] toBytes() {
    return stored.write(version, state);
  }
}
