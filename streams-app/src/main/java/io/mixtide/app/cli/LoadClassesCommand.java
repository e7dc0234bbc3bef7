package io.mixtide.app.cli;

import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.app.http.HealthRoutes;
import io.mixtide.app.http.HttpServer;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.schemas.Topics;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/**
 * Loads the classes that every start loads, by doing what every start does. The launcher runs it
 * once after a build with the JVM's flag to archive them; later starts then take half the time.
 */
@Command(
    name = "load-classes",
    hidden = true,
    description = "Load the classes of a usual start and end.")
public final class LoadClassesCommand implements Subcommand {
  /** Public for the service loader. */
  public LoadClassesCommand() {}

  @Override
  public Integer call() {
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      Settings settings = Settings.of(Map.of("bootstrap.servers", broker.bootstrapServers()));
      Topics topics = new Topics(settings.topicPrefix());
      try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
        admin.create(1, settings.replicationFactor());
      }
      var connection =
          new ReleaseConnection(
              topics.releases(), settings.clientProperties(), settings.valueSerde());
      new ReleaseTopic(connection, InstantSource.system())
          .publish(new NewRelease("none", null, new byte[] {1}, Map.of()));
      HttpServer.start(settings.httpHost(), 0, List.of(new HealthRoutes(Optional::empty))).close();
    }
    return 0;
  }
}
