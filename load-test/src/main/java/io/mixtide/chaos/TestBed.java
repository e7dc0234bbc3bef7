package io.mixtide.chaos;

import io.mixtide.app.UserErrorException;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster and a service on this machine, all of it in processes that can be harmed: three
 * brokers, a schema registry, some instances. Nothing of it survives {@link #close()}, which also
 * runs when this JVM is told to stop.
 */
final class TestBed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TestBed.class);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String FOR_EVER_MS = "3600000";

  /** For each event, a few times what the stores and their compaction take. */
  private static final int BYTES_OF_STATE = 400;

  private static final long LEAST_STATE_MIB = 256;

  private final Thread onExit = Thread.ofPlatform().unstarted(this::undo);
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private final Brokers brokers;
  private final SchemaRegistryServer registry;
  private final List<Instance> instances = new ArrayList<>();
  private final Settings settings;

  /**
   * Makes everything ready to start.
   *
   * @param logs for what the processes print; null if no one will read it
   * @param service settings of the service beyond where things are
   * @throws UserErrorException if one of these is none
   */
  TestBed(ChaosOptions options, @Nullable Path logs, Map<String, String> service) {
    Settings.of(service);
    Runtime.getRuntime().addShutdownHook(onExit);
    try {
      Path directory = temporaryDirectory();
      undo.push(() -> DirectoryTree.delete(directory));
      Path kept = logs == null ? directory : logs.toAbsolutePath();
      makeDirectory(kept);
      Ports ports = new Ports();
      brokers = new Brokers(directory, kept, ports, options.instances());
      undo.push(brokers::close);
      InMemorySchemaRegistry schemas = new InMemorySchemaRegistry();
      registry = new SchemaRegistryServer(schemas, ports.next());
      undo.push(registry::close);
      SchemaRegistryServer ownRegistry = new SchemaRegistryServer(schemas, 0);
      undo.push(ownRegistry::close);
      for (int i = 0; i < options.instances(); i++) {
        Instance instance =
            new Instance(
                kept.resolve("instance-%d.log".formatted(i)),
                new StateDisk(directory.resolve("disk-" + i), diskMiB(options)),
                brokers.links(i),
                ports.next(),
                registry.url(),
                service);
        undo.push(instance::close);
        instances.add(instance);
      }
      settings = settings(brokers, ownRegistry, service);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory(
          "mixtide-chaos-%d-".formatted(ProcessHandle.current().pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makeDirectory(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be made a directory (%s): give --keep another".formatted(path, e), e);
    }
  }

  private static long diskMiB(ChaosOptions options) {
    long events = options.load(options.warmUp()).events() + options.load(options.time()).events();
    return LEAST_STATE_MIB + (BYTES_OF_STATE * events >> 20);
  }

  /** As patient as can be: an event counts as unsent only if it is given up. */
  private static Settings settings(
      Brokers brokers, SchemaRegistryServer registry, Map<String, String> service) {
    Map<String, String> all = new HashMap<>(service);
    all.putAll(
        Map.of(
            "bootstrap.servers",
            brokers.bootstrapServers(),
            "schema.registry.url",
            registry.url(),
            "kafka.acks",
            "all",
            "kafka.enable.idempotence",
            "true",
            "kafka.delivery.timeout.ms",
            FOR_EVER_MS,
            "kafka.max.block.ms",
            FOR_EVER_MS));
    return Settings.of(all);
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
    undo();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // This JVM is told to stop, and the hook runs, to no further effect.
    }
  }

  private synchronized void undo() {
    while (!undo.isEmpty()) {
      try {
        undo.pop().run();
      } catch (RuntimeException e) {
        LOG.warn("Something of the cluster is left over", e);
      }
    }
  }
}
