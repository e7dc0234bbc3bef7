package io.mixtide.app.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SingleOwnerAssignorTest {
  private static final List<TopicPartition> ALL =
      List.of(partition(0), partition(1), new TopicPartition("drift", 0));

  @Test
  void shouldGiveAllToTheFirstWhereNoneHasAny() {
    assertThat(assign(Map.of("b", List.of(), "a", List.of())))
        .isEqualTo(Map.of("a", Set.copyOf(ALL), "b", Set.of()));
  }

  @Test
  void shouldLeaveAllWithTheOwnerAndGiveItWhatIsNew() {
    assertThat(assign(Map.of("b", List.of(partition(0)), "a", List.of())))
        .isEqualTo(Map.of("a", Set.of(), "b", Set.copyOf(ALL)));
  }

  @Test
  void shouldGiveNobodyWhatAnotherStillClaims() {
    assertThat(assign(Map.of("a", List.of(ALL.get(2)), "b", List.of(partition(0), partition(1)))))
        .isEqualTo(Map.of("a", Set.of(), "b", Set.of(partition(0), partition(1))));
  }

  private static Map<String, Set<TopicPartition>> assign(Map<String, List<TopicPartition>> owned) {
    Cluster cluster =
        new Cluster(
            "c",
            List.of(Node.noNode()),
            Stream.concat(ALL.stream(), Stream.of(new TopicPartition("other", 0)))
                .map(p -> new PartitionInfo(p.topic(), p.partition(), null, null, null))
                .toList(),
            Set.of(),
            Set.of());
    Map<String, Subscription> members = new TreeMap<>();
    owned.forEach((member, partitions) ->
        members.put(member, new Subscription(List.of("log", "drift"), null, partitions)));
    return new SingleOwnerAssignor()
        .assign(cluster, new GroupSubscription(members)).groupAssignment().entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue().partitions())));
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("log", number);
  }
}
