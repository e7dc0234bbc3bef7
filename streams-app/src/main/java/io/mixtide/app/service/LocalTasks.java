package io.mixtide.app.service;

import io.mixtide.app.dashboard.TaskCourse;
import io.mixtide.app.topology.AdaptationTopology;
import io.mixtide.app.topology.TaskReader;
import io.mixtide.app.topology.TaskView;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.kernel.Kernels;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The tasks that this instance has, looked at under the release in force.
 *
 * @param ambiguity the score that alerts watch
 */
record LocalTasks(KafkaStreams streams, ReleaseInForce inForce, Kernels kernels, Score ambiguity) {

  /**
   * A task as it stands; as {@link TaskReader#find}.
   *
   * @throws InvalidStateStoreException if the stores cannot be read now
   */
  Optional<TaskView> find(String task, List<double[]> xs) {
    return ask(reader -> reader.find(inForce.get(), task, xs));
  }

  /** How a task became what it is; as {@link TaskCourse#of}. */
  Optional<TaskCourse> course(String task, TaskCourse.View view) {
    return ask(reader -> Optional.of(reader.observations(task)))
        .filter(observations -> !observations.isEmpty())
        .map(observations -> TaskCourse.of(inForce.get(), kernels, ambiguity, observations, view));
  }

  private <T> Optional<T> ask(Function<TaskReader, Optional<T>> question) {
    try {
      // Opening the stores may succeed, and reading them still tell that they are elsewhere.
      return question.apply(
          new TaskReader(
              store(AdaptationTopology.TASKS), store(AdaptationTopology.OBSERVATIONS), kernels));
    } catch (InvalidStateStoreException e) {
      if (streams.state() == KafkaStreams.State.RUNNING) {
        // More instances than partitions: this one has no tasks at all.
        return Optional.empty();
      }
      throw e;
    }
  }

  private <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
    return streams.store(
        StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<K, V>keyValueStore()));
  }
}
