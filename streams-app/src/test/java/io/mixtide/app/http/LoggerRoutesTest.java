package io.mixtide.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LoggerRoutesTest {
  private static final String NAME = LoggerRoutesTest.class.getName();
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(NAME);

  private final HttpServer open = start(HttpAccess.OPEN);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void configure() {
    LOG.setLevel(Level.WARN);
  }

  @AfterEach
  void close() throws Exception {
    send(open, "DELETE", NAME, "", "");
    LOG.setLevel(null);
    client.close();
    open.close();
  }

  @Test
  void shouldChangeALevelWhileTheProcessRunsAndBringItBack() throws Exception {
    assertThat(LOG.isDebugEnabled()).isFalse();
    JsonNode before = json(send(open, "GET", NAME, "", ""));
    assertThat(before.path("effective").asText()).isEqualTo("WARN");
    assertThat(before.path("level").asText()).isEqualTo("WARN");

    JsonNode changed = json(send(open, "PUT", NAME, "", "{\"level\":\"debug\"}"));
    assertThat(changed.path("effective").asText()).isEqualTo("DEBUG");
    assertThat(LOG.isDebugEnabled()).isTrue();
    json(send(open, "PUT", NAME, "", "{\"level\":\"OFF\"}"));
    assertThat(LOG.isErrorEnabled()).isFalse();
    assertThat(json(send(open, "GET", "", "", "")).findValuesAsText("name"))
        .startsWith("ROOT")
        .contains(NAME);

    JsonNode back = json(send(open, "DELETE", NAME, "", ""));
    assertThat(back).isEqualTo(before);
    assertThat(LOG.isWarnEnabled()).isTrue();
    assertThat(LOG.isInfoEnabled()).isFalse();
  }

  @Test
  void shouldChangeWhatIsBelow() throws Exception {
    String name = NAME + ".Below";
    Logger below = (Logger) LoggerFactory.getLogger(name);
    json(send(open, "PUT", NAME, "", "{\"level\":\"TRACE\"}"));
    assertThat(below.isTraceEnabled()).isTrue();
    json(send(open, "PUT", name, "", "{\"level\":\"ERROR\"}"));
    assertThat(below.isWarnEnabled()).isFalse();
    JsonNode back = json(send(open, "DELETE", name, "", ""));
    assertThat(back.path("level").isNull()).isTrue();
    assertThat(back.path("effective").asText()).isEqualTo("TRACE");
    assertThat(json(send(open, "GET", "", "", "")).findValuesAsText("name")).doesNotContain(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void shouldMakeNoLoggerOfANameThatNothingLogsUnder(String method) throws Exception {
    for (int attempt = 0; attempt < 2; attempt++) {
      HttpResponse<String> answer = send(open, method, "no.such.Class", "", "{\"level\":\"INFO\"}");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("no.such.Class");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"level\":\"LOUD\"}", "{\"level\":null}", "{}", "{\"level\":1}"})
  void shouldSayWhichLevelsThereAre(String body) throws Exception {
    HttpResponse<String> answer = send(open, "PUT", NAME, "", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(LOG.isInfoEnabled()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, '', 401",
    "PUT, '', 401",
    "DELETE, '', 401",
    "PUT, Bearer wrong, 401",
    "GET, Bearer right, 200",
    "PUT, Bearer right, 200",
    "DELETE, Bearer right, 200"
  })
  void shouldAskForTheToken(String method, String authorization, int status) throws Exception {
    try (HttpServer server = start(new HttpAccess(new Password("right"), Map.of()))) {
      HttpResponse<String> answer =
          send(server, method, NAME, authorization, "{\"level\":\"WARN\"}");
      assertThat(answer.statusCode()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE"})
  void shouldTakeChangesFromThisMachineAloneWithoutAToken(String method) throws Exception {
    HttpRequest request =
        request(open, method, NAME, "{\"level\":\"DEBUG\"}")
            .header("Origin", "https://elsewhere.example")
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    assertThat(LOG.isDebugEnabled()).isFalse();
  }

  private static HttpServer start(HttpAccess access) {
    HttpServer server =
        HttpServer.start("127.0.0.1", 0, access, List.of(new LoggerRoutes(new Changes(access))));
    server.open();
    return server;
  }

  private HttpResponse<String> send(
      HttpServer server, String method, String name, String authorization, String body)
      throws Exception {
    HttpRequest.Builder request = request(server, method, name, body);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(
      HttpServer server, String method, String name, String body) {
    String path = name.isEmpty() ? "/loggers" : "/loggers/" + name;
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)))
        .header("Content-Type", "application/json")
        .method(
            method, method.equals("PUT") ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
    return new JsonMapper().readTree(answer.body());
  }
}
