package io.mixtide.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.mixtide.app.UserErrorException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private static final String HOST = "127.0.0.1";

  private final AtomicReference<Optional<String>> notReady =
      new AtomicReference<>(Optional.of("no release is in force yet"));
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpServer server =
      HttpServer.start(
          HOST,
          0,
          HttpAccess.OPEN,
          List.of(new HealthRoutes(() -> true, notReady::get), new MetricsRoutes(registry)));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void shouldBeLiveBeforeItIsReady() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("no release is in force yet");
  }

  @Test
  void shouldBecomeReadyAndUnready() throws Exception {
    notReady.set(Optional.empty());
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    notReady.set(Optional.of("stopping"));
    assertThat(get("/health/ready").body()).contains("stopping");
  }

  @Test
  void shouldGiveMetricsInTheTextFormatOfPrometheus() throws Exception {
    registry.counter("mixtide.arrivals", "kind", "observation").increment(3);
    HttpResponse<String> metrics = get("/metrics");
    assertThat(metrics.headers().firstValue("content-type").orElse(""))
        .startsWith("text/plain")
        .contains("version=0.0.4");
    assertThat(metrics.body()).contains("mixtide_arrivals_total{kind=\"observation\"} 3.0");
  }

  @Test
  void shouldNotFindOtherPaths() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void shouldSayThatAPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> HttpServer.start(HOST, taken.getLocalPort(), HttpAccess.OPEN, List.of()))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining(HOST + ":" + taken.getLocalPort())
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void shouldSayThatAnAddressIsUnusable() {
    assertThatThrownBy(
            () -> HttpServer.start("no.such.host.invalid", 0, HttpAccess.OPEN, List.of()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("no.such.host.invalid");
  }

  @Test
  void shouldRefuseARequestWhoseHeadersHaveNoEnd() throws Exception {
    assertThat(get("/metrics?x=" + "1".repeat(10_000)).statusCode()).isEqualTo(414);
    URI uri = URI.create("http://%s:%d/metrics".formatted(HOST, server.port()));
    HttpRequest request = HttpRequest.newBuilder(uri).header("X-Long", "1".repeat(10_000)).build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(431);
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://%s:%d%s".formatted(HOST, server.port(), path));
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
