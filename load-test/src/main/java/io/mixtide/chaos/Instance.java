package io.mixtide.chaos;

import io.mixtide.app.cli.Main;
import io.mixtide.app.config.Settings;
import io.mixtide.process.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One instance of the service: a process, its state, its ways to the brokers. */
final class Instance implements AutoCloseable {
  private static final int HEAP_MIB = 512;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);

  private final StateDisk disk;
  private final List<TcpProxy> links;
  private final ChildJvm jvm;
  private final HttpRequest ready;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ASK_TIMEOUT).build();

  /**
   * @param log takes what it prints
   * @param links to each broker
   * @param further settings of the service
   */
  Instance(
      Path log,
      StateDisk disk,
      List<TcpProxy> links,
      int httpPort,
      String registryUrl,
      Map<String, String> further) {
    this.disk = disk;
    this.links = List.copyOf(links);
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "bootstrap.servers",
        links.stream().map(link -> "127.0.0.1:" + link.port()).collect(Collectors.joining(",")));
    settings.put("schema.registry.url", registryUrl);
    settings.put("state.dir", disk.state().toString());
    settings.put("http.port", String.valueOf(httpPort));
    settings.putAll(further);
    jvm =
        new ChildJvm(
            log, HEAP_MIB, List.of("-XX:+UseSerialGC"), Main.class.getName(), arguments(settings));
    ready =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/health/ready".formatted(httpPort)))
            .timeout(ASK_TIMEOUT)
            .build();
  }

  private static List<String> arguments(Map<String, String> settings) {
    List<String> arguments = new ArrayList<>(List.of("serve", "--debug"));
    settings.forEach((key, value) -> {
      if (key.startsWith("kafka.")) {
        arguments.addAll(List.of("--kafka", key.substring("kafka.".length()) + "=" + value));
      } else {
        arguments.addAll(List.of(Settings.flag(key), value));
      }
    });
    return arguments;
  }

  /** Its process. */
  ChildJvm jvm() {
    return jvm;
  }

  /** Its state. */
  StateDisk disk() {
    return disk;
  }

  /** Its way to a broker, counted from 1. */
  TcpProxy link(int broker) {
    return links.get(broker - 1);
  }

  /** Its ways to all brokers. */
  List<TcpProxy> links() {
    return links;
  }

  /** Stops it gracefully and starts it again, without waiting for it. */
  void restart() throws InterruptedException {
    jvm.stop(STOP_PATIENCE);
    jvm.start();
  }

  /**
   * Waits until it takes traffic.
   *
   * @return whether it does in time
   */
  boolean awaitReady(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isReady()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return true;
  }

  private boolean isReady() throws InterruptedException {
    try {
      return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    jvm.close();
    http.close();
    links.forEach(TcpProxy::close);
    disk.close();
  }
}
