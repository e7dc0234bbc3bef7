package io.mixtide.app.service;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.PageReading;
import io.mixtide.app.ReferenceTask;
import io.mixtide.app.TestReleases;
import io.mixtide.app.stack.Stack;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.Posterior;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page asks the service for. */
class PageServiceTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private static Path state;
  private static HttpClient client;
  private static TestService service;
  private static Release first;
  private static Release second;

  @BeforeAll
  static void start() {
    Stack stack = Stack.shared();
    client = HttpClient.newHttpClient();
    service = new TestService(stack.bootstrapServers(), "page-service", stack.registryUrl(), state);
    first = service.activate(TestReleases.file(1));
    second = TestReleases.release(2);
    service.publish(second.version(), TestReleases.file(2));
    service.startAndWait();
  }

  @AfterAll
  static void stop() {
    client.close();
    service.close();
  }

  @Test
  void shouldShowWhatIsPutOutWhileSomeoneLooks() throws Exception {
    service.observe("before", 0.1, 0.2);
    service.outputs().posteriors("before", 1);
    assertThat(PageReading.isOn()).isFalse();

    HttpRequest request =
        HttpRequest.newBuilder(uri("/live?task=after"))
            .header("Accept", "text/event-stream")
            .build();
    try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
      Scanner events = new Scanner(body, StandardCharsets.UTF_8);
      JsonNode snapshot = next(events);
      while (snapshot.path("tasks").asInt() < 1) {
        snapshot = next(events);
      }
      assertThat(snapshot.path("release").asText()).isEqualTo(inForce());
      service.observe("after", 0.1, 0.2);
      while (snapshot.path("chosen").isNull() || snapshot.at("/vitals/lag").asLong(1) > 0) {
        snapshot = next(events);
      }
      assertThat(snapshot.at("/chosen/line/task").asText()).isEqualTo("after");
      assertThat(snapshot.at("/chosen/similar").findValuesAsText("task")).contains("before");
      assertThat(snapshot.at("/vitals/p50Ms").isNumber()).isTrue();
      assertThat(snapshot.path("problem").isNull()).isTrue();
    }
    await().until(() -> !PageReading.isOn());
  }

  @Test
  void shouldReadBeforeThePageThatWasOpenedAsksForASnapshot() throws Exception {
    service.observe("seen before", 0.1, 0.2);
    service.outputs().posteriors("seen before", 1);
    await().until(() -> !PageReading.isOn());

    get("/");
    assertThat(PageReading.isOn()).isFalse();
    get("/page/main.js");
    await().until(PageReading::isOn);
    // Each look is a new one, and none waits for a second snapshot.
    await().until(() -> firstSnapshot().path("tasks").asInt() > 0);
    await().until(() -> !PageReading.isOn());
  }

  private static JsonNode firstSnapshot() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/live")).header("Accept", "text/event-stream").build();
    try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
      return next(new Scanner(body, StandardCharsets.UTF_8));
    }
  }

  private static JsonNode next(Scanner events) throws Exception {
    String line = events.nextLine();
    while (!line.startsWith("data:")) {
      line = events.nextLine();
    }
    return JSON.readTree(line.substring("data:".length()));
  }

  @Test
  void shouldReplayATaskAndTakeObservationsOfIt() throws Exception {
    assertThat(get("/tasks/a/course").statusCode()).isEqualTo(404);
    ReferenceTask reference = new ReferenceTask(first);
    for (int i = 0; i < 4; i++) {
      HttpResponse<String> sent =
          post(
              "/tasks/a/observations",
              "{\"x\":[0.%d],\"y\":[%d],\"eventTime\":\"2020-01-01T00:00:0%dZ\",\"observationId\":\"%d\"}"
                  .formatted(i, i, i, i));
      assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
    }
    Posterior last = service.outputs().posteriors("a", 4).getLast();
    assertThat(last.getObservationId()).isEqualTo("3");
    assertThat(last.getEventTime()).isEqualTo("2020-01-01T00:00:03Z");

    JsonNode course = JSON.readTree(get("/tasks/a/course?at=2&columns=8").body());
    reference.observe(0, 0);
    reference.observe(0.1, 1);
    assertThat(course.path("at").asInt()).isEqualTo(2);
    assertThat(course.path("observations")).hasSize(4);
    assertThat(course.path("columns")).hasSize(8);
    double total = 0;
    for (float alpha : reference.state().alpha()) {
      total += alpha;
    }
    for (int l = 0; l < 4; l++) {
      assertThat(course.path("weights").get(l).doubleValue())
          .isCloseTo(reference.state().alpha()[l] / total, within(1e-6));
    }
    JsonNode step = course.path("steps").get(3);
    assertThat(step.path("novelty").doubleValue()).isEqualTo(last.getNovelty());
    assertThat(step.path("mutualInformation").doubleValue()).isEqualTo(last.getMutualInformation());
    for (String bad : new String[] {"at=x", "columns=1", "columns=999", "along=1", "at=-1"}) {
      assertThat(get("/tasks/a/course?" + bad).statusCode()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void shouldRefuseObservationsThatWouldBecomeDeadLetters() throws Exception {
    for (String bad :
        new String[] {
          "{\"x\":[1,2],\"y\":[1]}",
          "{\"x\":[1]}",
          "{\"x\":[1e300],\"y\":[1]}",
          "{\"x\":[\"NaN\"],\"y\":[1]}",
          "{\"x\":[1],\"y\":[1],\"eventTime\":\"yesterday\"}",
          "{\"x\":[1],\"y\":[1],\"observationId\":\"%s\"}".formatted("i".repeat(2000)),
          "no json"
        }) {
      HttpResponse<String> answer = post("/tasks/a/observations", bad);
      assertThat(answer.statusCode()).as(bad + answer.body()).isEqualTo(400);
      assertThat(answer.body().lines()).hasSize(1);
    }
    assertThat(post("/tasks/" + "a".repeat(1100) + "/observations", "{\"x\":[1],\"y\":[1]}").body())
        .contains("1024 allowed");
    assertThat(service.outputs().deadLetters()).isEmpty();
  }

  @Test
  void shouldPutReleasesInForceAndGoBack() throws Exception {
    String now = "{\"inForce\":\"%s\",\"reason\":\"try\"}".formatted(first.version());

    assertThat(post("/releases/nothing/activate", now).statusCode()).isEqualTo(409);
    assertThat(post("/releases/rollback", now).body()).contains("nothing to go back to");
    HttpResponse<String> activated = post("/releases/" + second.version() + "/activate", now);
    assertThat(activated.statusCode()).as(activated.body()).isEqualTo(200);
    assertThat(post("/releases/" + second.version() + "/activate", now).body())
        .contains("not in force any more");
    assertThat(post("/releases/rollback", now).statusCode()).isEqualTo(409);

    JsonNode releases = JSON.readTree(get("/releases").body());
    assertThat(releases.at("/activated/version").asText()).isEqualTo(second.version());
    assertThat(releases.at("/activated/by").asText()).isEqualTo("http 127.0.0.1");
    assertThat(releases.at("/activated/reason").asText()).isEqualTo("try");
    assertThat(releases.path("former").asText()).isEqualTo(first.version());
    post("/releases/rollback", "{\"inForce\":\"%s\"}".formatted(second.version()));
    await().until(() -> inForce().equals(first.version()));
  }

  private static String inForce() throws Exception {
    return JSON.readTree(get("/releases").body()).at("/inForce/version").asText();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return service.get(path);
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create("http://localhost:%d%s".formatted(service.running().httpPort(), path));
  }
}
