package io.mixtide.app.service;

import io.mixtide.app.config.Settings;
import io.mixtide.app.dashboard.Dashboard;
import io.mixtide.app.dashboard.ObservationSender;
import io.mixtide.app.http.Changes;
import io.mixtide.app.http.LiveRoutes;
import io.mixtide.app.http.ObservationRoutes;
import io.mixtide.app.http.PageRoutes;
import io.mixtide.app.http.ReleaseRoutes;
import io.mixtide.app.http.Routes;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.Topics;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** What the page shows and does. */
final class Page implements AutoCloseable {
  private final Dashboard dashboard;
  private final ObservationSender sender;
  private final LiveRoutes live;
  private final List<Routes> routes;

  /**
   * Connects to nothing before someone looks or sends.
   *
   * @param inForce the release in force, if there is one
   */
  Page(
      Settings settings,
      Topics topics,
      ReleaseConnection releases,
      Supplier<Optional<Release>> inForce,
      Changes changes) {
    Serde<SpecificRecord> values = settings.valueSerde();
    dashboard =
        new Dashboard(
            new Dashboard.Sources(
                topics,
                settings.clientProperties(),
                values,
                settings.applicationId(),
                inForce,
                Score.valueOf(settings.alertScore())));
    sender =
        new ObservationSender(topics.context(), settings.clientProperties(), values.serializer());
    live = new LiveRoutes(dashboard);
    InstantSource clock = InstantSource.system();
    routes =
        List.of(
            new PageRoutes(),
            live,
            new ObservationRoutes(sender, inForce, clock, changes),
            new ReleaseRoutes(inForce, new ReleaseTopic(releases, clock), changes));
  }

  List<Routes> routes() {
    return routes;
  }

  /** To be called while the server of the routes still runs. */
  @Override
  public void close() {
    live.close();
    dashboard.close();
    sender.close();
  }
}
