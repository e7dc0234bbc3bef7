package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.DirectoryTree;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.app.embedded.SchemaRegistryServer;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The broker and the registry that all services share, and a directory for what they write. */
final class StreamBed implements AutoCloseable {
  /**
   * What it would clean up now and then, it would do in one service's turn and not in another's.
   */
  private static final Map<String, String> NEVER_CLEANS =
      Map.of("log.cleaner.backoff.ms", String.valueOf(Duration.ofDays(1).toMillis()));

  private final Path directory;
  private final EmbeddedBroker broker;
  private final SchemaRegistryServer registry;

  /** Starts them. */
  StreamBed() {
    try {
      directory = Files.createTempDirectory("mixtide-stream-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    broker = EmbeddedBroker.start(NEVER_CLEANS);
    registry = new SchemaRegistryServer();
  }

  /** Where services may write. */
  Path directory() {
    return directory;
  }

  /**
   * Settings by key of a service with topics and state of its own.
   *
   * @param further of this service
   */
  Map<String, String> settings(String service, int threads, Map<String, String> further) {
    Map<String, String> settings = new HashMap<>();
    // One that is paused while events are written is not lost.
    settings.put("session.timeout.ms", "60000");
    settings.put("heartbeat.interval.ms", "3000");
    settings.putAll(further);
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("schema.registry.url", registry.url());
    settings.put("application.id", service);
    settings.put("topic.prefix", service + ".");
    settings.put("state.dir", directory.resolve(service).toString());
    settings.put("num.stream.threads", String.valueOf(threads));
    return settings;
  }

  /** Makes a service's topics. */
  static void createTopics(Settings settings, int partitions) {
    try (TopicAdmin admin =
        new TopicAdmin(settings.clientProperties(), new Topics(settings.topicPrefix()))) {
      admin.create(partitions, (short) 1);
    }
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
    DirectoryTree.delete(directory);
  }
}
