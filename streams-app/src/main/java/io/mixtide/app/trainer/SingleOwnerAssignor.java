package io.mixtide.app.trainer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives all partitions to one member of the group: the one that has them, or the first by name if
 * none does. The others stand by, and one of them takes over when it is gone.
 *
 * <p>Cooperative: a partition that another member still claims goes to nobody yet, and to the owner
 * once it was given up.
 */
public final class SingleOwnerAssignor implements ConsumerPartitionAssignor {

  /** Public for Kafka, which makes assignors by their class. */
  public SingleOwnerAssignor() {}

  @Override
  public String name() {
    return "mixtide-single-owner";
  }

  @Override
  public List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
  }

  @Override
  public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
    Map<String, Subscription> members = group.groupSubscription();
    String owner =
        members.entrySet().stream()
            .min(
                Comparator.comparingInt((Map.Entry<String, Subscription> member) ->
                        -member.getValue().ownedPartitions().size())
                    .thenComparing(Map.Entry::getKey))
            .orElseThrow()
            .getKey();
    List<TopicPartition> free = partitions(metadata, members);
    members.forEach((name, member) -> {
      if (!name.equals(owner)) {
        free.removeAll(member.ownedPartitions());
      }
    });
    Map<String, Assignment> assignments = new HashMap<>();
    members
        .keySet()
        .forEach(
            name -> assignments.put(name, new Assignment(name.equals(owner) ? free : List.of())));
    return new GroupAssignment(assignments);
  }

  private static List<TopicPartition> partitions(
      Cluster metadata, Map<String, Subscription> members) {
    List<TopicPartition> all = new ArrayList<>();
    members.values().stream()
        .flatMap(member -> member.topics().stream())
        .distinct()
        .sorted()
        .forEach(topic -> {
          Integer count = metadata.partitionCountForTopic(topic);
          IntStream.range(0, count == null ? 0 : count)
              .forEach(partition -> all.add(new TopicPartition(topic, partition)));
        });
    return all;
  }
}
