package io.mixtide.verify;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * From where to where the topics are read, and how far the service had come. Its offsets are taken
 * first, then the ends of its outputs, then those of its inputs: so all that a committed record has
 * led to is read, and all that has led to an output too, while the service goes on. Where records
 * wait for each other, so does this, for as long as they may; of a service that has stopped, what
 * it left waiting is missing until it is started again.
 *
 * @param begins first offsets that retention has left
 * @param ends offsets behind the last committed record
 * @param committed offsets behind the last record of the inputs that the service had committed
 */
record Horizon(
    Map<TopicPartition, Long> begins,
    Map<TopicPartition, Long> ends,
    Map<TopicPartition, Long> committed) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The topics whose records are made by users. */
  static List<String> inputs(Topics topics) {
    return List.of(topics.context(), topics.requests());
  }

  /** The topics whose records are made by the service. */
  static List<String> outputs(Topics topics) {
    return List.of(
        topics.posteriors(),
        topics.predictions(),
        topics.ambiguity(),
        topics.deadLetters(),
        topics.taskLog());
  }

  /**
   * Takes the offsets of a run as they are now.
   *
   * @throws UserErrorException if a transaction that is open now is so a minute later
   */
  static Horizon take(Settings settings, Topics topics) {
    try (Admin admin = Admin.create(settings.clientProperties());
        Consumer<byte[], byte[]> written = consumer(settings, "read_uncommitted");
        Consumer<byte[], byte[]> readable = consumer(settings, "read_committed")) {
      List<TopicPartition> inputs = partitions(readable, inputs(topics));
      List<TopicPartition> outputs = partitions(readable, outputs(topics));
      // Unless they are assigned, the client warns of every end that it is asked for.
      written.assign(outputs);
      readable.assign(Stream.concat(inputs.stream(), outputs.stream()).toList());
      Map<TopicPartition, Long> committed = committed(admin, settings.applicationId(), inputs);
      // A commit is seen before its results can be read: what is written by now will be.
      Map<TopicPartition, Long> ends =
          new HashMap<>(awaitReadable(readable, written.endOffsets(outputs)));
      ends.putAll(readable.endOffsets(inputs));
      return new Horizon(readable.beginningOffsets(ends.keySet()), ends, committed);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static Consumer<byte[], byte[]> consumer(Settings settings, String isolation) {
    Map<String, Object> properties = new HashMap<>(settings.clientProperties());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(
      Consumer<byte[], byte[]> consumer, List<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
    }
    return partitions;
  }

  private static Map<TopicPartition, Long> awaitReadable(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> written)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(written.keySet());
      List<TopicPartition> open =
          written.keySet().stream()
              .filter(partition -> at(ends, partition) < at(written, partition))
              .toList();
      if (open.isEmpty()) {
        return ends;
      }
      if (System.nanoTime() > deadline) {
        throw new UserErrorException(
            "a transaction on %s has been open for a minute: verify again when it has ended"
                .formatted(open.getFirst()));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static Map<TopicPartition, Long> committed(
      Admin admin, String group, List<TopicPartition> inputs) throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> known =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      // No such group, as for topics that were copied: then everything is due.
      boolean everything = known.isEmpty() && !isThere(admin, group);
      Map<TopicPartition, Long> committed = new HashMap<>();
      for (TopicPartition partition : inputs) {
        OffsetAndMetadata offset = known.get(partition);
        committed.put(
            partition, everything ? Long.MAX_VALUE : offset == null ? 0 : offset.offset());
      }
      return committed;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
    }
  }

  private static boolean isThere(Admin admin, String group)
      throws InterruptedException, ExecutionException {
    try {
      return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
          .anyMatch(described -> !described.members().isEmpty());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return false;
      }
      throw e;
    }
  }

  /** Whether the service had committed a record of an input. */
  boolean isDue(TopicPartition partition, long offset) {
    return offset < at(committed, partition);
  }

  /** Where those of some partitions begin. */
  Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions) {
    return only(begins, partitions);
  }

  /** Where those of some partitions end. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return only(ends, partitions);
  }

  /** How many records those of some partitions hold, markers of transactions among them. */
  long records(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .mapToLong(partition -> at(ends, partition) - at(begins, partition))
        .sum();
  }

  private static Map<TopicPartition, Long> only(
      Map<TopicPartition, Long> offsets, Collection<TopicPartition> partitions) {
    return partitions.stream()
        .collect(Collectors.toMap(partition -> partition, partition -> at(offsets, partition)));
  }

  /** The partitions of some topics. */
  List<TopicPartition> of(Collection<String> topics) {
    return ends.keySet().stream().filter(partition -> topics.contains(partition.topic())).toList();
  }

  /** What retention has cut away. */
  Retention retention(Topics topics) {
    Set<Integer> context = new HashSet<>();
    Set<String> others = new HashSet<>();
    begins.forEach((partition, begin) -> {
      if (begin > 0 && partition.topic().equals(topics.context())) {
        context.add(partition.partition());
      } else if (begin > 0) {
        others.add(partition.topic());
      }
    });
    return new Retention(context, others);
  }

  private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return Objects.requireNonNull(offsets.get(partition));
  }
}
