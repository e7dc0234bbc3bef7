package io.mixtide.app.topology;

import static io.mixtide.app.logging.LogFields.RELEASE;

import io.mixtide.app.topology.ObservationLog.Observation;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.schemas.ShadowScore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores what the release in force has taken under the release in the shadow.
 *
 * <p>The shadow's states of tasks are in memory alone, those touched last, up to a number of bytes:
 * they follow from the raw observations, from which a state that is not there is made anew. That is
 * right under exactly-once too, for a stream task that fails begins again with no states; so one
 * instance serves from one {@code init} to the next.
 *
 * <p>Whatever the shadow does, the release in force goes on: a score that is no finite number, or
 * an exception instead of one, gives a record without a score.
 */
final class ShadowAdaptation {
  private static final Logger LOG = LoggerFactory.getLogger(ShadowAdaptation.class);

  /** What the states of one stream task may occupy, about. */
  private static final int MAX_BYTES = 16 << 20;

  /** A task's state, and the sequence of the latest observation offered to it. */
  private static final class State {
    final TaskState model;
    long sequence;

    State(TaskState model) {
      this.model = model;
    }
  }

  private final Supplier<Optional<Shadow>> shadow;
  private final Kernels kernels;
  private final int maxBytes;
  private @Nullable Running running;

  ShadowAdaptation(Supplier<Optional<Shadow>> shadow, Kernels kernels) {
    this(shadow, kernels, MAX_BYTES);
  }

  ShadowAdaptation(Supplier<Optional<Shadow>> shadow, Kernels kernels, int maxBytes) {
    this.shadow = shadow;
    this.kernels = kernels;
    this.maxBytes = maxBytes;
  }

  /**
   * Scores an observation and takes it into the shadow's context of its task.
   *
   * @param task its name
   * @param adaptation the task at hand, which has taken the observation
   * @param observation the observation, on the log already
   * @param score its log score under the release in force, nats of the standardised units
   * @param observations the log
   * @return null if no release runs in the shadow, or the task is not in its share
   */
  @Nullable ShadowScore observe(
      String task,
      TaskAdaptation adaptation,
      Observation observation,
      double score,
      ReadOnlyKeyValueStore<Bytes, byte[]> observations) {
    Running now = running();
    if (now == null || !now.shadow.covers(task)) {
      return null;
    }
    long sequence = adaptation.stored().sequence;
    State state = now.stateBefore(task, sequence, observations);
    @Nullable Double logScore = now.take(state, observation);
    state.sequence = sequence;
    return ShadowScore.newBuilder()
        .setRelease(now.shadow.release().version())
        .setInForce(adaptation.release().version())
        .setEngine(kernels.name())
        .setSequence(sequence)
        .setContextSize(state.model.count())
        .setEventTime(Instant.ofEpochMilli(observation.eventTime()))
        .setLogScore(logScore)
        .setLogScoreInForce(
            score + adaptation.release().standardisation().logDensityOffset(observation.y(), 0))
        .build();
  }

  @SuppressWarnings("ReferenceEquality") // one object as long as it runs, asked at every record
  private @Nullable Running running() {
    Shadow wanted = shadow.get().orElse(null);
    if (wanted == null) {
      running = null;
    } else if (running == null || running.shadow != wanted) {
      running = new Running(wanted, kernels, maxBytes);
    }
    return running;
  }

  /** One release in the shadow at work. */
  private static final class Running {
    final Shadow shadow;
    private final Inference inference;
    private final Map<String, State> states;

    Running(Shadow shadow, Kernels kernels, int maxBytes) {
      this.shadow = shadow;
      var release = shadow.release();
      inference = new Inference(release.network(), release.standardisation(), kernels);
      TaskState any = inference.newState();
      int window = release.network().architecture().attention().window();
      int capacity = Math.max(1, maxBytes / (any.bytes() + window * any.tokenBytes()));
      states =
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, State> eldest) {
              return size() > capacity;
            }
          };
    }

    /** The task's state before the observation number {@code sequence}. */
    State stateBefore(
        String task, long sequence, ReadOnlyKeyValueStore<Bytes, byte[]> observations) {
      State state = states.get(task);
      // One that missed an observation is of no use.
      if (state == null || state.sequence != sequence - 1) {
        state = new State(inference.newState());
        embed(state, task, sequence, observations);
        states.put(task, state);
      }
      return state;
    }

    private void embed(
        State state,
        String task,
        long sequence,
        ReadOnlyKeyValueStore<Bytes, byte[]> observations) {
      Bytes present = ObservationLog.key(task, sequence);
      try (KeyValueIterator<Bytes, byte[]> log = ObservationLog.of(observations, task)) {
        while (log.hasNext()) {
          KeyValue<Bytes, byte[]> entry = log.next();
          if (!entry.key.equals(present)) {
            take(state, ObservationLog.read(ByteBuffer.wrap(entry.value)));
          }
        }
      }
    }

    /** The log score in nats of the user's units, null if it is no finite number. */
    @Nullable Double take(State state, Observation observation) {
      try {
        double score =
            inference.observe(state.model, observation.x(), observation.y())
                + shadow.release().standardisation().logDensityOffset(observation.y(), 0);
        return Double.isFinite(score) ? (Double) score : null;
      } catch (RuntimeException e) {
        // What the release cannot take leaves the state as it was.
        LOG.atDebug()
            .addKeyValue(RELEASE, shadow.release().version())
            .setCause(e)
            .log("Release {} in the shadow gives no score", shadow.release().version());
        return null;
      }
    }
  }
}
