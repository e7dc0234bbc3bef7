package io.mixtide.app.cli;

import static io.mixtide.testing.Patience.await;

import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.app.service.Service;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a service from starting; that one runs is the matter of {@code ServiceTest}. */
@Timeout(180) // one that starts after all would run for ever
class ServeCommandTest {
  private static EmbeddedBroker broker;

  @TempDir private Path state;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start();
    CommandRun.of("topics create --partitions 1", kafka("mixtide.")).shouldSucceed();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void shouldSayThatTopicsAreMissing() {
    serve(kafka("absent."))
        .shouldBeRefused("absent.context", "mixtide topics create", broker.bootstrapServers());
  }

  @Test
  void shouldSayThatPartitionsAreUnequal() throws Exception {
    CommandRun.of("topics create --partitions 1", kafka("unequal.")).shouldSucceed();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createPartitions(Map.of("unequal.context", NewPartitions.increaseTo(2))).all().get();
      await()
          .until(() ->
              CommandRun.of("topics describe", kafka("unequal."))
                  .out()
                  .matches("(?s).*unequal.context +2 .*"));
    }
    serve(kafka("unequal."))
        .shouldBeRefused("unequal.context has 2 partitions and unequal.requests has 1");
  }

  @Test
  void shouldSayThatThePortIsTakenAndLetGoOfWhatItHeld() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int attempt = 0; attempt < 2; attempt++) {
        serve(kafka("mixtide."), "--http-port", String.valueOf(taken.getLocalPort()))
            .shouldBeRefused("cannot listen on 127.0.0.1:", "http.port");
      }
    }
  }

  @Test
  void shouldSayThatTheStateDirectoryIsInUse() {
    Settings settings =
        Settings.of(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "state.dir", state.toString(),
                "http.port", "0"));
    try (Service _ = Service.start(settings)) {
      serve(kafka("mixtide.")).shouldBeRefused(state.toString(), "another service", "state.dir");
    }
  }

  @Test
  void shouldSayWhichSettingIsBad() {
    serve(kafka("mixtide."), "--kafka poll.ms=many").shouldBeRefused("poll.ms", "many");
    CommandRun.of("serve", kafka("mixtide."))
        .shouldBeRefused("schema.registry.url is mock://mixtide", "no other process");
  }

  private CommandRun serve(String... arguments) {
    return CommandRun.of(
        "serve --schema-registry-url http://127.0.0.1:1 --state-dir",
        state,
        String.join(" ", arguments));
  }

  private static String kafka(String prefix) {
    return "--bootstrap-servers %s --topic-prefix %s".formatted(broker.bootstrapServers(), prefix);
  }
}
