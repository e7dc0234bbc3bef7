package io.mixtide.app.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * The broker configuration of {@link EmbeddedBroker}: one node, quick to start, small in memory.
 */
final class BrokerProperties {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerProperties() {}

  /**
   * @param more what is added, or takes the place of what stands here
   */
  static Properties of(
      String host, int port, int controllerPort, Path log, Map<String, String> more) {
    String controller = host + ":" + controllerPort;
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            String.valueOf(NODE_ID),
            "controller.quorum.voters",
            NODE_ID + "@" + controller,
            "controller.listener.names",
            CONTROLLER_LISTENER,
            "listeners",
            "PLAINTEXT://%s:%d,%s://%s".formatted(host, port, CONTROLLER_LISTENER, controller),
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER_LISTENER),
            "log.dirs",
            log.toAbsolutePath().toString(),
            // Topics are made on purpose, with the partitions they need.
            "auto.create.topics.enable",
            "false",
            // A client can only wait for a group's first members if there is someone to wait for.
            "group.initial.rebalance.delay.ms",
            "0",
            "group.streams.initial.rebalance.delay.ms",
            "0"));
    // With one node there is one copy of everything.
    properties.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1"));
    // Kafka's 50 partitions for each internal topic serve large clusters; opening their files is
    // what makes a first transaction slow. The cleaner's 128 MiB buffer is for large logs.
    properties.putAll(
        Map.of(
            "offsets.topic.num.partitions", "3",
            "transaction.state.log.num.partitions", "3",
            "share.coordinator.state.topic.num.partitions", "1",
            "log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20),
            "log.index.size.max.bytes", String.valueOf(1 << 20)));
    properties.putAll(more);
    return properties;
  }
}
