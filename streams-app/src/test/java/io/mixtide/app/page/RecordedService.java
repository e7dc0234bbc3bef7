package io.mixtide.app.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.mixtide.app.http.PageRoutes;
import io.mixtide.app.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a service answered the page once, answered again at the same pace: a browser shows what the
 * page costs when nothing but the page runs beside it.
 */
final class RecordedService implements Routes, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DATA = "data:";

  /**
   * A snapshot, and how long it came after the request: of the stream or, while no task is chosen,
   * of the page's script, which the service began to read at.
   */
  private record Timed(long nanos, String json) {}

  private final List<Timed> untilTasks;
  private final List<Timed> withTask;
  private final List<String> courses;
  private final String releases;
  private final Queue<Thread> sending = new ConcurrentLinkedQueue<>();
  private volatile long opened;

  private RecordedService(
      List<Timed> untilTasks, List<Timed> withTask, List<String> courses, String releases) {
    this.untilTasks = untilTasks;
    this.withTask = withTask;
    this.courses = courses;
    this.releases = releases;
  }

  /**
   * Does what the page does when it is opened: waits for a task to show, and looks at it.
   *
   * @param url of a service that no one looks at
   */
  static RecordedService record(String url, Duration time) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      Recorder recorder = new Recorder(client, url);
      List<Timed> untilTasks = new ArrayList<>();
      long opened = System.nanoTime();
      recorder.get(PageRoutes.MAIN_SCRIPT.substring(1));
      String task = recorder.firstTask(untilTasks, opened);
      String encoded = URLEncoder.encode(task, UTF_8).replace("+", "%20");
      String course = "tasks/" + encoded + "/course?along=0";
      int observations = JSON.readTree(recorder.get(course)).path("observations").size();
      List<String> courses = new ArrayList<>();
      for (int at = 0; at <= observations; at++) {
        courses.add(recorder.get(course + "&at=" + at));
      }
      List<Timed> withTask = recorder.live("live?task=" + encoded, time);
      return new RecordedService(untilTasks, withTask, courses, recorder.get("releases"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Recorder(HttpClient client, String url) {
    String firstTask(List<Timed> before, long opened) throws IOException {
      try (Stream<String> lines = lines("live")) {
        for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
          String line = all.next();
          if (line.startsWith(DATA)) {
            String json = line.substring(DATA.length());
            before.add(new Timed(System.nanoTime() - opened, json));
            JsonNode first = JSON.readTree(json).at("/ambiguous/0/task");
            if (first.isTextual()) {
              return first.asText();
            }
          }
        }
      }
      throw new IllegalStateException("the stream ended before there was a task");
    }

    List<Timed> live(String path, Duration time) {
      List<Timed> snapshots = new ArrayList<>();
      long start = System.nanoTime();
      try (Stream<String> lines = lines(path)) {
        Iterator<String> all = lines.iterator();
        while (System.nanoTime() - start < time.toNanos() && all.hasNext()) {
          String line = all.next();
          if (line.startsWith(DATA)) {
            snapshots.add(new Timed(System.nanoTime() - start, line.substring(DATA.length())));
          }
        }
      }
      return snapshots;
    }

    private Stream<String> lines(String path) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path))
              .header("Accept", "text/event-stream")
              .build();
      try {
        return client.send(request, BodyHandlers.ofLines()).body();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    String get(String path) throws IOException {
      try {
        return client
            .send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString())
            .body();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.before(PageRoutes.MAIN_SCRIPT, _ -> opened = System.nanoTime());
    routes.sse("/live", this::accept);
    routes.get("/tasks/{task}/course", context -> json(context, course(context.queryParam("at"))));
    routes.get("/releases", context -> json(context, releases));
  }

  private String course(@Nullable String at) {
    // The task grew while it was recorded.
    return at == null
        ? courses.getLast()
        : courses.get(Math.min(courses.size() - 1, Integer.parseInt(at)));
  }

  private static void json(Context context, String body) {
    context.contentType("application/json").result(body);
  }

  private void accept(SseClient client) {
    client.ctx().disableCompression();
    client.keepAlive();
    boolean chosen = client.ctx().queryParam("task") != null;
    long start = chosen ? System.nanoTime() : opened;
    sending.add(
        Thread.ofVirtual().start(() -> send(client, chosen ? withTask : untilTasks, start)));
  }

  private static void send(SseClient client, List<Timed> snapshots, long start) {
    try {
      for (Timed snapshot : snapshots) {
        TimeUnit.NANOSECONDS.sleep(start + snapshot.nanos - System.nanoTime());
        if (client.terminated()) {
          return;
        }
        client.sendEvent("snapshot", snapshot.json);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
    }
  }

  /** Ends all streams: a server must not be stopped before. */
  @Override
  public void close() {
    try {
      for (Thread thread : sending) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
