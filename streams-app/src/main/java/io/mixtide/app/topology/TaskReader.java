package io.mixtide.app.topology;

import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.AlertKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Looks at tasks in the stores of a running topology, without changing them. */
public final class TaskReader {
  private final ReadOnlyKeyValueStore<String, byte[]> tasks;
  private final ReadOnlyKeyValueStore<Bytes, byte[]> observations;
  private final Kernels kernels;

  /**
   * @param tasks the store {@link AdaptationTopology#TASKS}
   * @param observations the store {@link AdaptationTopology#OBSERVATIONS}
   */
  public TaskReader(
      ReadOnlyKeyValueStore<String, byte[]> tasks,
      ReadOnlyKeyValueStore<Bytes, byte[]> observations,
      Kernels kernels) {
    this.tasks = tasks;
    this.observations = observations;
    this.kernels = kernels;
  }

  /**
   * A task under a release, with predictions.
   *
   * @param xs where to predict, {@code [dx]} each, in the user's units
   * @return empty if the stores do not hold the task
   * @throws IllegalArgumentException if an x has another width or a value that the release cannot
   *     take
   */
  public Optional<TaskView> find(Release release, String task, List<double[]> xs) {
    for (double[] x : xs) {
      if (!release.standardisation().acceptsX(x)) {
        throw new IllegalArgumentException(
            "x must have %d finite values".formatted(release.network().architecture().dx()));
      }
    }
    TaskAdaptation adaptation =
        new TaskAdaptation(
            release, new Inference(release.network(), release.standardisation(), kernels));
    if (!adaptation.load(task, tasks.get(task), observations)) {
      return Optional.empty();
    }
    float[] alpha = adaptation.state().alpha();
    return Optional.of(
        new TaskView(
            task,
            release.version(),
            adaptation.state().count(),
            adaptation.state().outsideWindow(),
            adaptation.stored().sequence,
            alpha,
            AmbiguityScores.of(alpha),
            adaptation.state().novelty(),
            Arrays.stream(AlertKind.values())
                .filter(kind -> (adaptation.stored().raisedAlerts & Alert.bit(kind)) != 0)
                .map(AlertKind::name)
                .toList(),
            xs.stream().map(x -> adaptation.inference().predict(adaptation.state(), x)).toList()));
  }

  /** All observations of a task in the order of their arrival; none if the stores lack it. */
  public List<TaskObservation> observations(String task) {
    List<TaskObservation> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> log = ObservationLog.of(observations, task)) {
      while (log.hasNext()) {
        KeyValue<Bytes, byte[]> entry = log.next();
        ObservationLog.Observation observation = ObservationLog.read(ByteBuffer.wrap(entry.value));
        found.add(
            new TaskObservation(
                ObservationLog.sequence(entry.key),
                Instant.ofEpochMilli(observation.eventTime()),
                observation.id(),
                observation.x(),
                observation.y()));
      }
    }
    return found;
  }
}
