package io.mixtide.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mixtide.app.config.Settings;
import io.mixtide.app.dashboard.Dashboard;
import io.mixtide.model.evaluation.Score;
import io.mixtide.schemas.Topics;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Streams of snapshots of a service whose brokers are away. */
class LiveRoutesTest {
  private static final int PLACES = 32;

  private final Logger javalin = (Logger) LoggerFactory.getLogger("io.javalin");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Settings settings =
      Settings.of(Map.of("bootstrap.servers", "127.0.0.1:1", "schema.registry.url", "mock://away"));
  private final Dashboard dashboard =
      new Dashboard(
          new Dashboard.Sources(
              new Topics(),
              settings.clientProperties(),
              settings.valueSerde(),
              "group",
              Optional::empty,
              Score.TOTAL_ENTROPY));
  private final LiveRoutes live = new LiveRoutes(dashboard);
  private final HttpServer server =
      HttpServer.start("127.0.0.1", 0, HttpAccess.OPEN, List.of(live));
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void open() {
    log.start();
    javalin.addAppender(log);
    server.open();
  }

  @AfterEach
  void close() {
    client.close();
    live.close();
    server.close();
    dashboard.close();
    javalin.detachAppender(log);
  }

  @Test
  void shouldEndStreamsBeforeTheServerStops() throws Exception {
    try (InputStream stream = look().body()) {
      assertThat(new String(stream.readNBytes(40), StandardCharsets.UTF_8))
          .startsWith("event: snapshot\ndata: {\"time\":");
      assertThat(dashboard.isReading()).isTrue();
      live.close();
      server.close();
      stream.readAllBytes();
    }
    assertThat(log.list).isEmpty();
  }

  @Test
  void shouldSayThatItIsShownToManyAlready() throws Exception {
    List<InputStream> streams = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      streams.add(look().body());
    }
    HttpResponse<InputStream> refused = look();
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(new String(refused.body().readAllBytes(), StandardCharsets.UTF_8))
        .contains("close one");
    for (InputStream stream : streams) {
      stream.close();
    }
  }

  private HttpResponse<InputStream> look() throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d/live".formatted(server.port()));
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream").build();
    return client.send(request, BodyHandlers.ofInputStream());
  }
}
