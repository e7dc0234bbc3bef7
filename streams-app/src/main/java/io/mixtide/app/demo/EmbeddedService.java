package io.mixtide.app.demo;

import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.DirectoryTree;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.service.Service;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A whole service in one JVM: a real broker, the topics, the shipped release in force, and the
 * service with its state in a temporary directory. Only where things run differs from a cluster.
 */
public final class EmbeddedService implements AutoCloseable {
  private static final int PARTITIONS = 2;

  private final Path state;
  private final EmbeddedBroker broker;
  private final Settings settings;
  private final String version;
  private Service service;

  /**
   * Starts everything; returns when the service takes traffic.
   *
   * @param httpPort 0 for any
   * @param further settings by key, beside those that say where things are
   * @throws io.mixtide.app.UserErrorException if the port is taken
   */
  public EmbeddedService(int httpPort, Map<String, String> further) throws InterruptedException {
    state = temporaryDirectory();
    broker = EmbeddedBroker.start();
    Map<String, String> all = new HashMap<>(further);
    all.put("bootstrap.servers", broker.bootstrapServers());
    all.put("state.dir", state.resolve("streams").toString());
    all.put("trainer.dir", state.resolve("trainer").toString());
    all.put("schema.registry.url", "mock://embedded");
    all.put("http.port", String.valueOf(httpPort));
    settings = Settings.of(all);
    try {
      Topics topics = new Topics(settings.topicPrefix());
      try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
        admin.create(PARTITIONS, (short) 1);
      }
      version = publish(settings, topics);
      service = Service.start(settings);
    } catch (RuntimeException e) {
      closeBroker();
      throw e;
    }
    awaitReady();
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
    awaitReady();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void awaitReady() throws InterruptedException {
    while (service.notReady().isPresent()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("mixtide-state-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String publish(Settings settings, Topics topics) {
    byte[] file = ShippedReleases.firstWeeks();
    Release release = ReleaseFile.read(file);
    ReleaseTopic topic =
        new ReleaseTopic(
            new ReleaseConnection(
                topics.releases(), settings.clientProperties(), settings.valueSerde()),
            InstantSource.system());
    topic.publish(
        new NewRelease(release.version(), release.parent(), file, ReleaseFile.metadata(file)));
    topic.activate(release.version(), "demo", "the shipped release");
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

  /** Stops the service and the broker, and deletes what they wrote. */
  @Override
  public void close() {
    service.close();
    closeBroker();
  }

  private void closeBroker() {
    broker.close();
    DirectoryTree.delete(state);
  }
}
