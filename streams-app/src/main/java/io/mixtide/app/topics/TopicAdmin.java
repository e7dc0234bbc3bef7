package io.mixtide.app.topics;

import io.mixtide.app.UserErrorException;
import io.mixtide.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Creates, describes and checks the product's topics. */
public final class TopicAdmin implements AutoCloseable {
  private static final String PATIENCE_MS = "10000";

  private final Admin admin;
  private final Topics topics;
  private final String brokers;

  /**
   * Connects to a cluster.
   *
   * @param clientProperties the configuration of Kafka clients, with {@code bootstrap.servers}
   */
  public TopicAdmin(Map<String, Object> clientProperties, Topics topics) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    // Someone waits at a terminal; Kafka's own default is a minute.
    properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    this.brokers = String.valueOf(properties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    this.topics = topics;
    this.admin = connect(properties);
  }

  /**
   * Creates the topics that are missing and leaves the others as they are.
   *
   * @param partitions of every topic but the releases', at least 1
   * @param replicationFactor copies of each; -1 for the brokers' default
   * @return the names of the topics created
   */
  public List<String> create(int partitions, short replicationFactor) {
    List<NewTopic> planned =
        TopicPlan.all(topics, partitions).stream()
            .map(plan ->
                new NewTopic(
                        plan.name(),
                        Optional.of(plan.partitions()),
                        Optional.of(replicationFactor).filter(factor -> factor > 0))
                    .configs(plan.config()))
            .toList();
    Map<String, KafkaFuture<Void>> results = admin.createTopics(planned).values();
    List<String> created = new ArrayList<>();
    for (NewTopic topic : planned) {
      try {
        get(results.get(topic.name()));
        created.add(topic.name());
      } catch (TopicExistsException e) {
        // That is what was asked for.
      } catch (KafkaException e) {
        throw new UserErrorException(
            "the topic %s cannot be created: %s".formatted(topic.name(), e.getMessage()), e);
      }
    }
    return created;
  }

  /** The topics of the product that exist, by name. */
  public Map<String, TopicDescription> describe() {
    List<String> names = TopicPlan.all(topics, 1).stream().map(TopicPlan::name).toList();
    Map<String, KafkaFuture<TopicDescription>> results =
        admin.describeTopics(names).topicNameValues();
    Map<String, TopicDescription> existing = new TreeMap<>();
    for (String name : names) {
      try {
        existing.put(name, get(results.get(name)));
      } catch (UnknownTopicOrPartitionException e) {
        // Absent from the result.
      }
    }
    return existing;
  }

  /** Whether there is a topic of this name. */
  public boolean exists(String topic) {
    try {
      get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
      return true;
    } catch (UnknownTopicOrPartitionException e) {
      return false;
    }
  }

  /**
   * Checks what the service needs before it starts.
   *
   * @throws UserErrorException if a topic is missing, or {@code context} and {@code requests} do
   *     not have equal numbers of partitions, so that one task's records would be on two instances
   */
  public void check() {
    Map<String, TopicDescription> existing = describe();
    List<String> missing =
        TopicPlan.all(topics, 1).stream()
            .map(TopicPlan::name)
            .filter(name -> !existing.containsKey(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new UserErrorException(
          "missing on %s: %s; create with: mixtide topics create --bootstrap-servers %s%s"
              .formatted(brokers, String.join(", ", missing), brokers, prefixFlag()));
    }
    int context = partitions(existing, topics.context());
    int requests = partitions(existing, topics.requests());
    if (context != requests) {
      throw new UserErrorException(
          "%s has %d partitions and %s has %d: give both the same number"
              .formatted(topics.context(), context, topics.requests(), requests));
    }
    if (partitions(existing, topics.releases()) != 1) {
      throw new UserErrorException(
          "%s has %d partitions: create it anew with 1, for releases need one order"
              .formatted(topics.releases(), partitions(existing, topics.releases())));
    }
  }

  @Override
  public void close() {
    admin.close();
  }

  private static int partitions(Map<String, TopicDescription> existing, String name) {
    return Objects.requireNonNull(existing.get(name)).partitions().size();
  }

  private String prefixFlag() {
    return topics.prefix().equals(Topics.DEFAULT_PREFIX)
        ? ""
        : " --topic-prefix '%s'".formatted(topics.prefix());
  }

  private <T> T get(@Nullable KafkaFuture<T> result) {
    KafkaFuture<T> future = Objects.requireNonNull(result, "Kafka answers for each topic asked");
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new UserErrorException(
            "no Kafka broker answers at %s: start one or set bootstrap.servers, and kafka.security.protocol if it wants TLS or SASL"
                .formatted(brokers),
            e);
      }
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private Admin connect(Map<String, Object> properties) {
    try {
      return Admin.create(properties);
    } catch (KafkaException e) {
      Throwable cause = e.getCause() instanceof ConfigException ? e.getCause() : e;
      throw new UserErrorException(
          "cannot connect to Kafka at %s: %s".formatted(brokers, cause.getMessage()), e);
    }
  }
}
