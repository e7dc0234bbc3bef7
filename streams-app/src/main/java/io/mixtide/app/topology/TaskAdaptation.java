package io.mixtide.app.topology;

import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.DeadLetterReason;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
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

  /** Whether loading the task at hand embedded its observations anew. */
  boolean carriedOver() {
    return carriedOver;
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
    } else {
      carryOver(task, observations);
      carriedOver = true;
    }
    return true;
  }

  private void carryOver(String task, ReadOnlyKeyValueStore<Bytes, byte[]> observations) {
    inference.reset(state);
    try (KeyValueIterator<Bytes, byte[]> log = ObservationLog.of(observations, task)) {
      while (log.hasNext()) {
        KeyValue<Bytes, byte[]> entry = log.next();
        ObservationLog.Observation observation = ObservationLog.read(entry.value);
        try {
          inference.observe(state, observation.x(), observation.y());
        } catch (IllegalArgumentException e) {
          // A former release took what this one cannot: the state is as before it.
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
      return inference.observe(state, observation.x(), observation.y());
    } catch (IllegalArgumentException e) {
      throw new RejectedRecordException(
          DeadLetterReason.OUT_OF_RANGE, String.valueOf(e.getMessage()));
    }
  }

  /** The bytes to store of the task at hand. */
  byte[] toBytes() {
    return stored.write(release.version(), state);
  }
}
