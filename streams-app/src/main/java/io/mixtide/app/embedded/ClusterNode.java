package io.mixtide.app.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One node of a replicated Kafka cluster on this machine, each a process of its own and both broker
 * and controller. It listens on the loopback address only, without authentication.
 *
 * @param id from 1
 * @param controllerPorts where the controllers of all nodes listen, by id; three or more
 * @param port that clients and the other brokers connect to
 * @param doors further ports for clients
 * @param log directory of its data
 */
public record ClusterNode(
    int id, List<Integer> controllerPorts, int port, List<Door> doors, Path log) {
  /** Kafka's own main class, which takes the file that {@link #prepare} writes. */
  public static final String MAIN = "kafka.Kafka";

  /**
   * A port for clients, who are told to reach it by way of another, such as a proxy's.
   *
   * @param name in capitals, of its own within the node
   * @param port that the broker listens on
   * @param advertisedPort that clients are told
   */
  public record Door(String name, int port, int advertisedPort) {}

  /** Defensive copies. */
  public ClusterNode {
    controllerPorts = List.copyOf(controllerPorts);
    doors = List.copyOf(doors);
  }

  /**
   * Formats the directory of its data and writes its configuration.
   *
   * @param file where to
   */
  public void prepare(Path file) {
    try (Writer writer = Files.newBufferedWriter(file)) {
      BrokerProperties.replicated(this).store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      StorageFormat.apply(log, id);
    } catch (Exception e) {
      throw new IllegalStateException("%s cannot be formatted for a broker".formatted(log), e);
    }
  }
}
