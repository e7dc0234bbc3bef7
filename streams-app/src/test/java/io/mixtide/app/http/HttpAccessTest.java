package io.mixtide.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.mixtide.app.TestCertificate;
import io.mixtide.app.UserErrorException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAccessTest {
  private static final String HOST = "127.0.0.1";
  private static final HttpAccess TOKEN = new HttpAccess(new Password("right"), Map.of());

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "GET, /metrics, '', 401",
    "GET, /metrics, Bearer wrong, 401",
    "GET, /metrics, Bearer righ, 401",
    "GET, /metrics, Bearer rightx, 401",
    "GET, /metrics, right, 401",
    "GET, /metrics, Basic right, 401",
    "GET, /metrics, Bearer right, 200",
    "GET, /metrics, bearer right, 200",
    "HEAD, /metrics, '', 401",
    "POST, /metrics, '', 401",
    "OPTIONS, /metrics, '', 401",
    "GET, /no-such-path, '', 401",
    "GET, /health/live/../../metrics, '', 401",
    "GET, /, '', 200",
    "GET, /page/main.js, '', 200",
    "GET, /page/no-such.js, '', 401",
    "GET, /health/live, '', 200",
    "GET, /health/ready, '', 200"
  })
  void shouldAnswerOnlyWhoBearsTheTokenExceptAboutHealth(
      String method, String path, String authorization, int status) throws Exception {
    try (HttpServer server = start(TOKEN);
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://%s:%d%s".formatted(HOST, server.port(), path));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(status);
      if (status == 401) {
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
            .startsWith("Bearer ");
      }
    }
  }

  @Test
  void shouldSpeakTlsOnly() throws Exception {
    TestCertificate certificate = TestCertificate.in(directory, "of-the-store");
    try (HttpServer server = start(new HttpAccess(null, ssl(certificate, "of-the-store")));
        HttpClient trusting = HttpClient.newBuilder().sslContext(certificate.context()).build();
        HttpClient other = HttpClient.newHttpClient()) {
      assertThat(status(trusting, "https", server)).isEqualTo(200);
      assertThatThrownBy(() -> status(other, "https", server))
          .isInstanceOf(javax.net.ssl.SSLException.class);
      assertThatThrownBy(() -> status(other, "http", server))
          .isInstanceOf(java.io.IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong-password", ""})
  void shouldSayThatTheKeyCannotBeRead(String password) {
    TestCertificate certificate = TestCertificate.in(directory, "of-the-store");
    assertThatThrownBy(() -> start(new HttpAccess(null, ssl(certificate, password))))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("http.ssl.")
        .hasMessageNotContaining("\n");
  }

  private static Map<String, Object> ssl(TestCertificate certificate, String password) {
    return Map.of(
        "ssl.keystore.location",
        certificate.keystore().toString(),
        "ssl.keystore.password",
        new Password(password),
        "ssl.keystore.type",
        "PKCS12");
  }

  private static HttpServer start(HttpAccess access) {
    HttpServer server =
        HttpServer.start(
            HOST,
            0,
            access,
            List.of(
                new HealthRoutes(() -> true, Optional::empty),
                new PageRoutes(),
                new MetricsRoutes(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))));
    server.open();
    return server;
  }

  private static int status(HttpClient client, String scheme, HttpServer server) throws Exception {
    URI uri = URI.create("%s://%s:%d/metrics".formatted(scheme, HOST, server.port()));
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode();
  }
}
