package io.mixtide.chaos;

import io.mixtide.app.embedded.ClusterNode;
import io.mixtide.process.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;

/** Three brokers, each a process; every one holds a copy of everything. */
final class Brokers implements AutoCloseable {
  private static final int HEAP_MIB = 256;

  private final List<ChildJvm> jvms = new ArrayList<>();
  private final List<Integer> ports;

  /** A way to a broker from an instance. */
  private record Way(int broker, int doorPort, TcpProxy link) {}

  private final List<List<Way>> ways;

  /**
   * Makes them ready to start.
   *
   * @param directory for their data
   * @param logs for what they print
   * @param instances how many need a way of their own to each broker
   */
  Brokers(Path directory, Path logs, Ports free, int instances) {
    ports = ports(free);
    List<Integer> controllers = ports(free);
    ways =
        IntStream.range(0, instances)
            .mapToObj(_ ->
                IntStream.rangeClosed(1, ChaosOptions.BROKERS)
                    .mapToObj(broker -> {
                      int door = free.next();
                      return new Way(broker, door, new TcpProxy(door));
                    })
                    .toList())
            .toList();
    for (int id = 1; id <= ChaosOptions.BROKERS; id++) {
      Path configuration = directory.resolve("broker-%d.properties".formatted(id));
      new ClusterNode(
              id, controllers, ports.get(id - 1), doors(id), directory.resolve("broker-" + id))
          .prepare(configuration);
      jvms.add(
          new ChildJvm(
              logs.resolve("broker-%d.log".formatted(id)),
              HEAP_MIB,
              // On a few cores, compiling in full would take what the service is to have.
              List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
              ClusterNode.MAIN,
              List.of(configuration.toString())));
    }
  }

  private static List<Integer> ports(Ports free) {
    return IntStream.range(0, ChaosOptions.BROKERS).mapToObj(_ -> free.next()).toList();
  }

  private List<ClusterNode.Door> doors(int broker) {
    return IntStream.range(0, ways.size())
        .mapToObj(instance -> {
          Way way = ways.get(instance).get(broker - 1);
          return new ClusterNode.Door("I" + instance, way.doorPort(), way.link().port());
        })
        .toList();
  }

  /** The ways of an instance, counted from 0, to each broker. */
  List<TcpProxy> links(int instance) {
    return ways.get(instance).stream().map(Way::link).toList();
  }

  /** The process of a broker, counted from 1. */
  ChildJvm jvm(int id) {
    return jvms.get(id - 1);
  }

  /** Where they are reached without a proxy. */
  String bootstrapServers() {
    return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  /**
   * Starts them all.
   *
   * @throws IllegalStateException if they do not find each other in time
   */
  void start(Duration patience) throws InterruptedException {
    jvms.forEach(ChildJvm::start);
    if (!await(patience)) {
      throw new IllegalStateException("the brokers did not start: see their logs with --keep");
    }
  }

  /**
   * Waits until all are there and every copy is up to date.
   *
   * @return whether it is so in time
   */
  boolean await(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isWhole()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    return true;
  }

  private boolean isWhole() throws InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "request.timeout.ms",
                "3000",
                "default.api.timeout.ms",
                "3000"))) {
      if (admin.describeCluster().nodes().get().size() < jvms.size()) {
        return false;
      }
      return admin
          .describeTopics(
              admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get())
          .allTopicNames()
          .get()
          .values()
          .stream()
          .flatMap(topic -> topic.partitions().stream())
          .allMatch(partition -> partition.isr().size() == partition.replicas().size());
    } catch (ExecutionException e) {
      return false;
    }
  }

  /** How often one ended though no one had told it to. */
  int endedUnasked() {
    return jvms.stream().mapToInt(ChildJvm::deaths).sum();
  }

  @Override
  public void close() {
    jvms.forEach(ChildJvm::close);
    ways.forEach(all -> all.forEach(way -> way.link().close()));
  }
}
