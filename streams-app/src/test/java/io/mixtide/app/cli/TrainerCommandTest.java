package io.mixtide.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.app.service.Service;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a trainer from starting; what it does is the matter of {@code TrainerTest}. */
@Timeout(180) // one that starts after all would run for ever
class TrainerCommandTest {
  private static EmbeddedBroker broker;

  @TempDir private Path directory;

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
    train("absent.").shouldBeRefused("absent.task-log", "mixtide topics create");
  }

  @Test
  void shouldSayThatTheRegistryIsNotShared() {
    CommandRun.of("trainer", kafka("mixtide.")).shouldBeRefused("no other process");
  }

  @Test
  void shouldNotShareTheDirectoryOfAServiceThatTrains() {
    Settings settings =
        Settings.of(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "state.dir", directory.resolve("state").toString(),
                "trainer.enabled", "true",
                "trainer.dir", directory.toString(),
                "http.port", "0"));
    try (Service _ = Service.start(settings)) {
      train("mixtide.").shouldBeRefused(directory.toString(), "another trainer", "trainer.dir");
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("mixtide-trainer", "mixtide-round");
  }

  private CommandRun train(String prefix) {
    return CommandRun.of(
        "trainer --schema-registry-url http://127.0.0.1:1 --trainer-dir", directory, kafka(prefix));
  }

  private static String kafka(String prefix) {
    return "--bootstrap-servers %s --topic-prefix %s".formatted(broker.bootstrapServers(), prefix);
  }
}
