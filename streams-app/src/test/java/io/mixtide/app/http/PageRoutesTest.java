package io.mixtide.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageRoutesTest {
  private static final Pattern REFERENCE =
      Pattern.compile("(?:href|src)=\"(/[^\"#]*)\"|from \"\\./([^\"]+)\"");

  private final HttpServer server =
      HttpServer.start("127.0.0.1", 0, HttpAccess.OPEN, List.of(new PageRoutes()));
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void open() {
    server.open();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void shouldServeAllThatThePageRefersToAndNothingFromElsewhere() throws Exception {
    List<String> paths = referredTo("/");
    assertThat(paths).contains("/page/main.js", "/page/page.css");
    Stream.concat(paths.stream(), referredTo("/page/main.js").stream())
        .forEach(path -> assertThat(get(path).statusCode()).as(path).isEqualTo(200));
    for (String path : List.of("/", "/page/main.js", "/page/page.css")) {
      assertThat(get(path).body()).as(path).doesNotContain("http://", "https://");
    }
  }

  private List<String> referredTo(String path) {
    Matcher matcher = REFERENCE.matcher(get(path).body());
    return matcher
        .results()
        .map(found -> found.group(1) == null ? "/page/" + found.group(2) : found.group(1))
        .toList();
  }

  @Test
  void shouldLetNothingRunThatIsNotItsOwn() {
    HttpResponse<String> page = get("/");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.body()).doesNotContainPattern("<script>|style=|\\son\\w+=");
  }

  @Test
  void shouldNotSendAgainWhatHasNotChanged() {
    String tag = get("/page/uplot.js").headers().firstValue("ETag").orElseThrow();
    assertThat(get("/page/uplot.js", "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(get("/page/uplot.js", "If-None-Match", "W/\"other\"").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(String path, String... headers) {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
