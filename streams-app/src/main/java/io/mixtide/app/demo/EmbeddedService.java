package io.mixtide.app.demo;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.DirectoryTree;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.app.embedded.SchemaRegistryServer;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.service.Service;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A whole service in one JVM: a real broker, a schema registry, the topics, a release in force, and
 * the service with its state in a temporary directory. Only where things run differs from a
 * cluster.
 */
public final class EmbeddedService implements AutoCloseable {
  /** An instance of the service. */
  public interface Instance extends AutoCloseable {
    /** Stops it gracefully. */
    @Override
    void close();
  }

  private final Deque<Runnable> undo = new ArrayDeque<>();
  private final Map<String, String> values;
  private final Settings settings;
  private final String version;
  private Service service;

  /**
   * Starts everything; returns when the service takes traffic.
   *
   * @throws UserErrorException if a port is taken
   */
  public EmbeddedService(EmbeddedPlan plan) throws InterruptedException {
    try {
      values = startAround(plan);
      settings = Settings.of(values);
      Topics topics = new Topics(settings.topicPrefix());
      try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
        admin.create(plan.partitions(), (short) 1);
      }
      version = publish(plan, settings, topics);
      settings.logFormat().use();
      service = Service.start(settings);
      undo.push(() -> service.close());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    awaitReady(service);
  }

  private Map<String, String> startAround(EmbeddedPlan plan) {
    Path state = temporaryDirectory();
    undo.push(() -> DirectoryTree.delete(state));
    SchemaRegistryServer registry = registry(plan.registryPort());
    undo.push(registry::close);
    EmbeddedBroker broker = EmbeddedBroker.start(plan.kafkaPort(), null);
    undo.push(broker::close);
    Map<String, String> all = new HashMap<>(plan.settings());
    all.put("bootstrap.servers", broker.bootstrapServers());
    all.put("schema.registry.url", registry.url());
    all.put("state.dir", state.resolve("streams").toString());
    all.put("trainer.dir", state.resolve("trainer").toString());
    all.put("http.port", String.valueOf(plan.httpPort()));
    return all;
  }

  private static SchemaRegistryServer registry(int port) {
    try {
      return new SchemaRegistryServer(new InMemorySchemaRegistry(), port);
    } catch (UncheckedIOException e) {
      throw new UserErrorException(
          "the schema registry cannot listen on port %d (%s): give it another one"
              .formatted(port, e.getMessage()),
          e);
    }
  }

  /**
   * Stops the service gracefully and starts another; HTTP may be on another port then.
   *
   * @param withState whether that has the state of the former; else it restores it
   * @return how long it takes from its start until it takes traffic
   */
  public Duration restart(boolean withState) throws InterruptedException {
    service.close();
    if (!withState) {
      DirectoryTree.delete(settings.stateDir());
    }
    long start = System.nanoTime();
    service = Service.start(settings);
    awaitReady(service);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Starts another instance, which shares the tasks; returns when it takes traffic. It has a state
   * of its own, where another with that name goes on.
   */
  public Instance startBeside(String name) throws InterruptedException {
    Map<String, String> others = new HashMap<>(values);
    others.put("state.dir", settings.stateDir().resolveSibling(name).toString());
    others.put("http.port", "0");
    Service beside = Service.start(Settings.of(others));
    awaitReady(beside);
    return beside::close;
  }

  private static void awaitReady(Service service) throws InterruptedException {
    while (service.notReady().isPresent()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("mixtide-state-");
    } catch (IOException e) {
      throw new UserErrorException("no temporary directory can be made: " + e.getMessage(), e);
    }
  }

  private static String publish(EmbeddedPlan plan, Settings settings, Topics topics) {
    byte[] file = plan.release();
    Release release = ReleaseFile.read(file);
    ReleaseTopic topic =
        new ReleaseTopic(
            new ReleaseConnection(
                topics.releases(), settings.clientProperties(), settings.valueSerde()),
            InstantSource.system());
    topic.publish(
        new NewRelease(release.version(), release.parent(), file, ReleaseFile.metadata(file)));
    topic.activate(release.version(), plan.by(), "the release to begin with");
    return release.version();
  }

  /** What it takes to reach the service, as its users do. */
  public Settings settings() {
    return settings;
  }

  /** Version of the release in force. */
  public String version() {
    return version;
  }

  /** The port that the service's HTTP is on. */
  public int httpPort() {
    return service.httpPort();
  }

  /** Where this machine reaches the service by HTTP. */
  public String url() {
    return service.url();
  }

  /** Stops everything, and deletes what it wrote. */
  @Override
  public void close() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }
}
