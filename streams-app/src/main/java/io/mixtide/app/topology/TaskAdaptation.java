package io.mixtide.app.topology;

import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.DeadLetterReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * A task at hand under the release in force: its stored part, its model state and the inference
 * that continues it. Holds scratch space: one instance serves one thread for task after task.
 */
final class TaskAdaptation {
  private final Release release;
  private final Inference inference;
  private final StoredTask stored = new StoredTask();
  private final TaskState state;
  private boolean carriedOver;
  private List<KeyValue<Bytes, byte[]>> tokensAnew = List.of();

  TaskAdaptation(Release release, Kernels kernels) {
    this.release = release;
    inference = new Inference(release.network(), release.standardisation(), kernels);
    state = inference.newState();
  }

  Release release() {
    return release;
  }

  Inference inference() {
    return inference;
  }

  StoredTask stored() {
    return stored;
  }

  TaskState state() {
    return state;
  }

  /** Writes back what loading the task at hand had to embed anew, if anything. */
  void storeCarriedOver(
      String task, KeyValueStore<String, byte[]> tasks, KeyValueStore<Bytes, byte[]> observations) {
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
   * @return whether the task has a state
   */
  boolean load(
      String task,
      ReadOnlyKeyValueStore<String, byte[]> tasks,
      ReadOnlyKeyValueStore<Bytes, byte[]> observations) {
    carriedOver = false;
    byte[] bytes = tasks.get(task);
    if (bytes == null) {
      stored.reset();
      inference.reset(state);
      return false;
    }
    var modelState = stored.read(bytes);
    if (StoredTask.release(bytes).equals(release.version())) {
      state.read(modelState);
      readTokens(task, observations);
    } else {
      carryOver(task, observations);
      carriedOver = true;
    }
    return true;
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
    try (KeyValueIterator<Bytes, byte[]> log = ObservationLog.of(observations, task)) {
      while (log.hasNext()) {
        KeyValue<Bytes, byte[]> entry = log.next();
        ObservationLog.Observation observation = ObservationLog.read(ByteBuffer.wrap(entry.value));
        boolean taken = true;
        try {
          observe(observation.x(), observation.y());
        } catch (IllegalArgumentException e) {
          // A former release took what this one cannot: the state is as before it.
          taken = false;
        }
        if (state.tokenBytes() > 0) {
          byte[] value =
              taken ? ObservationLog.write(observation, state) : ObservationLog.write(observation);
          tokensAnew.add(KeyValue.pair(entry.key, value));
        }
      }
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
    if (release.heldOut().percentiles().keeps(state.count())) {
      stored.mark(state);
    }
    return score;
  }

  /** The bytes to store of the task at hand. */
  byte[] toBytes() {
    return stored.write(release.version(), state);
  }
}
