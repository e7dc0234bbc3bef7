package io.mixtide.app.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.app.embedded.ChildMain;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.lifecycle.Startable;

/**
 * Apicurio Registry in a process of its own, which the build has unpacked: Confluent's REST
 * interface, schemas in memory only, a free port. The process ends with this JVM, however that
 * ends.
 */
final class ApicurioRegistry implements Startable {
  private static final String PATH = "/apis/ccompat/v7";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern LISTENING =
      Pattern.compile("Listening on: (http://127\\.0\\.0\\.1:\\d+)\\.");
  private static final int LINES_KEPT = 20;

  private final CompletableFuture<String> address = new CompletableFuture<>();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private @Nullable Process process;

  /** Starts the process and does not wait. */
  void launch() {
    Path home = home();
    try {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Dquarkus.http.host=127.0.0.1",
                  "-Dquarkus.http.port=0",
                  "-Dquarkus.management.host=127.0.0.1",
                  "-Dquarkus.management.port=0",
                  "-Dquarkus.http.access-log.enabled=false",
                  "-cp",
                  home.resolve("quarkus-run.jar") + File.pathSeparator + classes(),
                  ChildMain.class.getName(),
                  "io.quarkus.bootstrap.runner.QuarkusEntryPoint")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("apicurio-log").start(this::readLog);
  }

  /** Starts the process, if it is not launched, and waits until it answers. */
  @Override
  public void start() {
    if (process == null) {
      launch();
    }
    try {
      address.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      requireBackwardCompatibility();
    } catch (Exception e) {
      stop();
      throw new IllegalStateException("Apicurio Registry did not start:\n" + log(), e);
    }
  }

  @Override
  public void stop() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The address for {@code schema.registry.url}, once it is started. */
  String url() {
    return address.join() + PATH;
  }

  /** The process, once it is launched. */
  ProcessHandle process() {
    return Objects.requireNonNull(process).toHandle();
  }

  /** Apicurio takes any schema unless it is told otherwise; Confluent's does not. */
  private void requireBackwardCompatibility() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/config"))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(response.toString());
      }
    }
  }

  private void readLog() {
    try (BufferedReader log = Objects.requireNonNull(process).inputReader(UTF_8)) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        keep(line);
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          address.complete(listening.group(1));
        }
      }
    } catch (IOException e) {
      keep(e.toString());
    }
    address.completeExceptionally(new IOException("the process has ended"));
  }

  private synchronized void keep(String line) {
    lastLines.add(line);
    if (lastLines.size() > LINES_KEPT) {
      lastLines.remove();
    }
  }

  private synchronized String log() {
    return String.join("\n", lastLines);
  }

  private static Path home() {
    try (Stream<Path> unpacked = Files.list(Path.of("target"))) {
      List<Path> homes =
          unpacked.filter(path -> path.getFileName().toString().startsWith("apicurio-")).toList();
      if (homes.size() == 1) {
        return homes.getFirst();
      }
      throw new IllegalStateException(
          "streams-app/target has no unpacked Apicurio Registry, or several: run mvn clean verify");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path classes() {
    try {
      return Path.of(ChildMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
