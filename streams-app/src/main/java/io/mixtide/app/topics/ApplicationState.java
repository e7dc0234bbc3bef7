package io.mixtide.app.topics;

import io.mixtide.app.UserErrorException;
import io.mixtide.schemas.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;

/** What the brokers keep of a service: its place in the inputs and its stores' changelogs. */
public final class ApplicationState implements AutoCloseable {
  private final Admin admin;
  private final String application;
  private final Topics topics;

  /**
   * Connects to a cluster.
   *
   * @param application the service's name on Kafka
   * @throws UserErrorException if no broker answers or the topics are not as they must be
   */
  public ApplicationState(Map<String, Object> clientProperties, String application, Topics topics) {
    this.application = application;
    this.topics = topics;
    try (TopicAdmin existing = new TopicAdmin(clientProperties, topics)) {
      existing.check();
    }
    admin = Admin.create(clientProperties);
  }

  /** The topics that the service reads. */
  public List<String> inputs() {
    return List.of(topics.context(), topics.requests());
  }

  /**
   * Checks that no instance runs.
   *
   * @throws UserErrorException if one does
   */
  public void requireStopped() {
    int members = members();
    if (members > 0) {
      throw new UserErrorException(
          "%d stream threads of %s are running: stop all instances first"
              .formatted(members, application));
    }
  }

  private int members() {
    try {
      return get(admin.describeConsumerGroups(List.of(application)).all()).values().stream()
          .mapToInt(group -> group.members().size())
          .sum();
    } catch (GroupIdNotFoundException e) {
      return 0;
    }
  }

  /** The topics that are its stores' changelogs, by name. */
  public Collection<String> changelogs() {
    return get(admin.listTopics().names()).stream()
        .filter(name -> name.startsWith(application + "-") && name.endsWith("-changelog"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Deletes the changelogs and sets its place; no instance may run.
   *
   * @param toLatest whether to pass over what the inputs have already
   */
  public void reset(boolean toLatest) {
    get(admin.deleteTopics(changelogs()).all());
    OffsetSpec place = toLatest ? OffsetSpec.latest() : OffsetSpec.earliest();
    Map<TopicPartition, OffsetAndMetadata> places =
        get(admin.listOffsets(partitions(place)).all()).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> new OffsetAndMetadata(entry.getValue().offset())));
    get(admin.alterConsumerGroupOffsets(application, places).all());
  }

  private Map<TopicPartition, OffsetSpec> partitions(OffsetSpec place) {
    return get(admin.describeTopics(inputs()).allTopicNames()).values().stream()
        .flatMap(topic ->
            topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
        .collect(Collectors.toMap(Function.identity(), _ -> place));
  }

  private static <T> T get(KafkaFuture<T> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
