package io.mixtide.chaos;

import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.DirectoryTree;
import io.mixtide.app.embedded.SchemaRegistryServer;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster and a service on this machine, all of it in processes that can be harmed: three
 * brokers, a schema registry, some instances. Nothing of it survives {@link #close()}, which also
 * runs when this JVM is told to stop.
 */
final class TestBed implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String FOR_EVER_MS = "3600000";
  private static final int BYTES_OF_STATE = 400;
  private static final long STATE_MIB = 256;

  private final Path directory;
  private final Thread onExit = Thread.ofPlatform().unstarted(this::closeOnce);
  private final Brokers brokers;
  private final SchemaRegistryServer registry;
  private final SchemaRegistryServer ownRegistry;
  private final List<Instance> instances = new ArrayList<>();
  private final Settings settings;
  private boolean closed;

  /**
   * Makes everything ready to start.
   *
   * @param logs for what the processes print; null if no one will read it
   * @param service settings of the service beyond where things are
   */
  TestBed(ChaosOptions options, @Nullable Path logs, Map<String, String> service) {
    try {
      directory =
          Files.createTempDirectory("mixtide-chaos-%d-".formatted(ProcessHandle.current().pid()));
      Runtime.getRuntime().addShutdownHook(onExit);
      Path kept = Files.createDirectories(logs == null ? directory.resolve("logs") : logs);
      Ports ports = new Ports();
      brokers = new Brokers(directory, kept, ports, options.instances());
      InMemorySchemaRegistry schemas = new InMemorySchemaRegistry();
      registry = new SchemaRegistryServer(schemas, ports.next());
      ownRegistry = new SchemaRegistryServer(schemas, 0);
      for (int i = 0; i < options.instances(); i++) {
        instances.add(
            new Instance(
                kept.resolve("instance-%d.log".formatted(i)),
                new StateDisk(
                    directory.resolve("disk-" + i),
                    STATE_MIB + (BYTES_OF_STATE * options.load().events() >> 20)),
                brokers.links(i),
                ports.next(),
                registry.url(),
                service));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // As patient as can be: an event counts as unsent only if it is given up.
    settings =
        Settings.of(
            Map.of(
                "bootstrap.servers",
                brokers.bootstrapServers(),
                "schema.registry.url",
                ownRegistry.url(),
                "kafka.acks",
                "all",
                "kafka.enable.idempotence",
                "true",
                "kafka.delivery.timeout.ms",
                FOR_EVER_MS,
                "kafka.max.block.ms",
                FOR_EVER_MS));
  }

  /**
   * Starts the brokers and makes the topics.
   *
   * @throws IllegalStateException if the brokers do not start
   */
  void startBrokers(int partitions) throws InterruptedException {
    brokers.start(PATIENCE);
    try (TopicAdmin admin =
        new TopicAdmin(settings.clientProperties(), new Topics(settings.topicPrefix()))) {
      admin.create(partitions, (short) -1);
    }
  }

  /**
   * Starts the service; a release must be in force.
   *
   * @throws IllegalStateException if it does not start
   */
  void startInstances() throws InterruptedException {
    instances.forEach(instance -> instance.jvm().start());
    if (!awaitWhole()) {
      throw new IllegalStateException("the service did not start: see its logs with --keep");
    }
  }

  /** Waits until all brokers and instances are as they should be; returns whether they are. */
  boolean awaitWhole() throws InterruptedException {
    boolean whole = brokers.await(PATIENCE);
    for (Instance instance : instances) {
      whole &= instance.awaitReady(PATIENCE);
    }
    return whole;
  }

  /** How often a process ended though no one had told it to. */
  int endedUnasked() {
    return brokers.endedUnasked()
        + instances.stream().mapToInt(instance -> instance.jvm().deaths()).sum();
  }

  Brokers brokers() {
    return brokers;
  }

  /** The registry as the instances see it. */
  SchemaRegistryServer registry() {
    return registry;
  }

  List<Instance> instances() {
    return List.copyOf(instances);
  }

  /** What it takes to reach the cluster undisturbed. */
  Settings settings() {
    return settings;
  }

  @Override
  public void close() {
    closeOnce();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // It is what closes, or waits to.
    }
  }

  private synchronized void closeOnce() {
    if (closed) {
      return;
    }
    closed = true;
    instances.forEach(Instance::close);
    brokers.close();
    registry.close();
    ownRegistry.close();
    DirectoryTree.delete(directory);
  }
}
