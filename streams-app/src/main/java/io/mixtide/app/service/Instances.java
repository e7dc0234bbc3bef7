package io.mixtide.app.service;

import io.mixtide.app.topology.AdaptationTopology;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Where the instances that share the tasks are by HTTP.
 *
 * @param self where this one is
 */
record Instances(KafkaStreams streams, HostInfo self) {

  /**
   * All but this one, first that which has the task if its partition is the one that Kafka's own
   * producers choose.
   *
   * @throws IllegalStateException if tasks are being shared out
   */
  List<HostInfo> others(String task) {
    Set<HostInfo> others = new LinkedHashSet<>();
    KeyQueryMetadata owner =
        streams.queryMetadataForKey(AdaptationTopology.TASKS, task, new StringSerializer());
    if (owner.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      throw new IllegalStateException("tasks are being shared out among the instances");
    }
    others.add(owner.activeHost());
    streams.metadataForAllStreamsClients().stream()
        .map(StreamsMetadata::hostInfo)
        .forEach(others::add);
    others.remove(self);
    return List.copyOf(others);
  }
}
