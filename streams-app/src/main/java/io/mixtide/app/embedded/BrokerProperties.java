package io.mixtide.app.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How brokers here are configured: quick to start, small in memory. */
final class BrokerProperties {
  static final String HOST = "127.0.0.1";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  /** The node that is alone. */
  static final int SINGLE_ID = 1;

  private BrokerProperties() {}

  /**
   * Of a single node: there is one copy of everything.
   *
   * @param more what is added, or takes the place of what stands here
   */
  static Properties single(int port, int controllerPort, Path log, Map<String, String> more) {
    Properties properties = common(SINGLE_ID, log);
    String controller = HOST + ":" + controllerPort;
    properties.putAll(
        Map.of(
            "controller.quorum.voters",
            SINGLE_ID + "@" + controller,
            "listeners",
            "PLAINTEXT://%s:%d,%s://%s".formatted(HOST, port, CONTROLLER_LISTENER, controller),
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER_LISTENER)));
    properties.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1"));
    properties.putAll(more);
    return properties;
  }

  /**
   * Of a node of three or more, any one of which may be gone: everything has three copies, and two
   * must have what is acknowledged. What a dead process holds up is given up sooner than by Kafka's
   * defaults.
   */
  static Properties replicated(ClusterNode node) {
    Properties properties = common(node.id(), node.log());
    String own = "PLAINTEXT://%s:%d".formatted(HOST, node.port());
    properties.putAll(
        Map.of(
            "controller.quorum.voters",
            IntStream.rangeClosed(1, node.controllerPorts().size())
                .mapToObj(id -> id + "@" + HOST + ":" + node.controllerPorts().get(id - 1))
                .collect(Collectors.joining(",")),
            "listeners",
            own
                + ",%s://%s:%d"
                    .formatted(CONTROLLER_LISTENER, HOST, node.controllerPorts().get(node.id() - 1))
                + doors(node, ClusterNode.Door::port),
            "advertised.listeners",
            own + doors(node, ClusterNode.Door::advertisedPort),
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER_LISTENER)
                + node.doors().stream()
                    .map(door -> ",%s:PLAINTEXT".formatted(door.name()))
                    .collect(Collectors.joining())));
    properties.putAll(
        Map.of(
            "default.replication.factor", "3",
            "min.insync.replicas", "2",
            "offsets.topic.replication.factor", "3",
            "transaction.state.log.replication.factor", "3",
            "transaction.state.log.min.isr", "2",
            "share.coordinator.state.topic.replication.factor", "3",
            "share.coordinator.state.topic.min.isr", "2",
            "broker.heartbeat.interval.ms", "1000",
            "broker.session.timeout.ms", "5000"));
    return properties;
  }

  private static String doors(ClusterNode node, ToIntFunction<ClusterNode.Door> port) {
    return node.doors().stream()
        .map(door -> ",%s://%s:%d".formatted(door.name(), HOST, port.applyAsInt(door)))
        .collect(Collectors.joining());
  }

  private static Properties common(int id, Path log) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            String.valueOf(id),
            "controller.listener.names",
            CONTROLLER_LISTENER,
            "log.dirs",
            log.toAbsolutePath().toString(),
            // Topics are made on purpose, with the partitions they need.
            "auto.create.topics.enable",
            "false",
            // A client can only wait for a group's first members if there is someone to wait for.
            "group.initial.rebalance.delay.ms",
            "0",
            "group.streams.initial.rebalance.delay.ms",
            "0",
            // What a lost instance left open holds up readers until brokers look for it.
            "transaction.abort.timed.out.transaction.cleanup.interval.ms",
            "1000"));
    // Kafka's 50 partitions for each internal topic serve large clusters; opening their files is
    // what makes a first transaction slow. The cleaner's 128 MiB buffer is for large logs.
    properties.putAll(
        Map.of(
            "offsets.topic.num.partitions", "3",
            "transaction.state.log.num.partitions", "3",
            "share.coordinator.state.topic.num.partitions", "1",
            "log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20),
            "log.index.size.max.bytes", String.valueOf(1 << 20)));
    return properties;
  }
}
