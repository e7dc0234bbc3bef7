package io.mixtide.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page of another site can have a browser send must change nothing. */
class ChangesTest {

  record Body(int number) {}

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, application/json, '', 200",
    "127.0.0.1, application/json; charset=utf-8, '', 200",
    "[::1]:8080, application/json, http://localhost:8080, 200",
    "localhost:8080, text/plain, '', 415",
    "localhost:8080, application/x-www-form-urlencoded, '', 415",
    "localhost:8080, application/json, https://elsewhere.example, 403",
    "localhost:8080, application/json, null, 403",
    "elsewhere.example:8080, application/json, '', 403",
    "localhost.elsewhere.example, application/json, '', 403"
  })
  void shouldTakeChangesFromThisMachineAloneWithoutAToken(
      String host, String type, String origin, int status) throws Exception {
    try (HttpServer server = start(HttpAccess.OPEN)) {
      assertThat(post(server, host, type, origin, "", "{\"number\":1}")).startsWith(status + " ");
    }
  }

  @ParameterizedTest
  @CsvSource({"Bearer right, 200", "Bearer wrong, 401", "'', 401"})
  void shouldTakeChangesFromWhoBearsTheToken(String authorization, int status) throws Exception {
    try (HttpServer server = start(new HttpAccess(new Password("right"), Map.of()))) {
      assertThat(
              post(
                  server,
                  "mixtide.example",
                  "application/json",
                  "",
                  authorization,
                  "{\"number\":1}"))
          .startsWith(status + " ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"number\":\"x\"}",
        "{\"other\":1}",
        "{",
        "''",
        "null",
        "[]",
        "{\"number\":1e99}",
        "{\"number\":null}",
        "{\"number\":1}2"
      })
  void shouldSayInALineWhatIsWrongWithABody(String body) throws Exception {
    try (HttpServer server = start(HttpAccess.OPEN)) {
      String answer = post(server, "localhost", "application/json", "", "", body);
      assertThat(answer).startsWith("400 ");
      assertThat(answer.lines()).last().asString().isNotEmpty().doesNotContain("Exception");
    }
  }

  @ParameterizedTest
  @CsvSource("70000")
  void shouldRefuseABodyWithoutEnd(int length) throws Exception {
    try (HttpServer server = start(HttpAccess.OPEN)) {
      assertThat(post(server, "localhost", "application/json", "", "", "1".repeat(length)))
          .startsWith("413 ");
    }
  }

  private static HttpServer start(HttpAccess access) {
    Changes changes = new Changes(access);
    HttpServer server =
        HttpServer.start(
            "127.0.0.1",
            0,
            access,
            List.of(routes ->
                routes.post(
                    "/change", context -> context.json(changes.read(context, Body.class)))));
    server.open();
    return server;
  }

  /** Status and what follows it. */
  private static String post(
      HttpServer server, String host, String type, String origin, String authorization, String body)
      throws Exception {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port())) {
      socket.setSoTimeout(10_000);
      String request =
          "POST /change HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\n%s%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
              .formatted(
                  host,
                  type,
                  origin.isEmpty() ? "" : "Origin: " + origin + "\r\n",
                  authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n",
                  body.length(),
                  body);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8)
          .replaceFirst("HTTP/1.1 ", "");
    }
  }
}
