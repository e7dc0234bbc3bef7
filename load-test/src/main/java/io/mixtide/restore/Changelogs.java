package io.mixtide.restore;

import io.mixtide.app.config.Settings;
import io.mixtide.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** How far a service on a single broker is, and how large its stores' changelogs are. */
final class Changelogs implements AutoCloseable {
  private final Admin admin;
  private final String application;
  private final String context;

  Changelogs(Settings settings) {
    admin = Admin.create(settings.clientProperties());
    application = settings.applicationId();
    context = new Topics(settings.topicPrefix()).context();
  }

  /** Size on the broker, in bytes. */
  long bytes() throws InterruptedException, ExecutionException {
    return admin.describeLogDirs(broker()).allDescriptions().get().values().stream()
        .flatMap(logs -> logs.values().stream())
        .flatMap(log -> log.replicaInfos().entrySet().stream())
        .filter(replica -> isChangelog(replica.getKey().topic()))
        .mapToLong(replica -> replica.getValue().size())
        .sum();
  }

  private List<Integer> broker() throws InterruptedException, ExecutionException {
    return admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
  }

  private boolean isChangelog(String topic) {
    return topic.startsWith(application + "-") && topic.endsWith("-changelog");
  }

  /** Records of {@code context} that the service has not yet committed. */
  long lag() throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata().get();
    long lag = 0;
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends().entrySet()) {
      OffsetAndMetadata done = committed.get(end.getKey());
      lag += end.getValue().offset() - (done == null ? 0 : done.offset());
    }
    return lag;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends()
      throws InterruptedException, ExecutionException {
    List<TopicPartitionInfo> partitions =
        admin.describeTopics(List.of(context)).allTopicNames().get().values().stream()
            .flatMap(topic -> topic.partitions().stream())
            .toList();
    return admin
        .listOffsets(
            partitions.stream()
                .map(partition -> new TopicPartition(context, partition.partition()))
                .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest())))
        .all()
        .get();
  }

  @Override
  public void close() {
    admin.close();
  }
}
