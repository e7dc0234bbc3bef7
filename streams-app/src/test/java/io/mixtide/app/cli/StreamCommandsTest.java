package io.mixtide.app.cli;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.TestReleases;
import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.ChildMain;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.app.embedded.SchemaRegistryServer;
import io.mixtide.app.service.Service;
import io.mixtide.app.topics.CommittedReader;
import io.mixtide.testing.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** From a CSV file to predictions, and back to where it began, by commands alone. */
class StreamCommandsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Logger READER = (Logger) LoggerFactory.getLogger(CommittedReader.class);

  @TempDir private Path directory;

  @Test
  void shouldReplayAFileTailItsPredictionsAndForgetItAll() throws Exception {
    Path csv =
        Files.writeString(
            directory.resolve("rows.csv"),
            "who,when,x,y\na,2026-01-01,0.1,0.2\nb,2026-01-01,0.3,\na,2026-01-02,0.5,0.6\n");
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        SchemaRegistryServer registry = new SchemaRegistryServer()) {
      String connection =
          "--bootstrap-servers %s --schema-registry-url %s --state-dir %s"
              .formatted(broker.bootstrapServers(), registry.url(), directory.resolve("state"));
      String replay = "replay %s --task who --x x --y y --time when ".formatted(csv);
      CommandRun.of("topics create --partitions 1", connection).shouldSucceed();
      Path release = Files.write(directory.resolve("release"), TestReleases.file(1));
      CommandRun.of("releases publish", release, "--activate", connection).shouldSucceed();
      Settings settings =
          Settings.of(
              Map.of(
                  "bootstrap.servers", broker.bootstrapServers(),
                  "schema.registry.url", registry.url(),
                  "state.dir", directory.resolve("state").toString(),
                  "http.port", "0"));
      StringWriter tailed = new StringWriter();
      Thread tail =
          Thread.ofPlatform()
              .start(() ->
                  Main.run(
                      new PrintWriter(tailed),
                      new PrintWriter(new StringWriter()),
                      ("tail predictions --limit 1 " + connection).split(" ")));
      ListAppender<ILoggingEvent> passedOver = new ListAppender<>();
      passedOver.start();
      READER.addAppender(passedOver);
      StringWriter inputs = new StringWriter();
      Thread tailOfInputs =
          Thread.ofPlatform()
              .start(() ->
                  Main.run(
                      new PrintWriter(inputs),
                      new PrintWriter(new StringWriter()),
                      ("tail context --limit 1 " + connection).split(" ")));
      try (Service service = Service.start(settings)) {
        await().until(() -> service.notReady().isEmpty());
        CommandRun.of("reset --execute", connection).shouldBeRefused("stop all instances");
        // The tail may not have begun: it prints the first prediction that comes once it has.
        await()
            .until(() -> {
              sendGarbage(broker.bootstrapServers());
              CommandRun sent = CommandRun.of(replay, "--ask-next", connection).shouldSucceed();
              assertThat(sent.out()).startsWith("sent 2 observations to mixtide.context");
              assertThat(sent.err()).contains("passed over 1 rows");
              return !tail.isAlive() && !tailOfInputs.isAlive();
            });
      } finally {
        READER.detachAppender(passedOver);
      }
      assertThat(JSON.readTree(inputs.toString()).path("value").path("x").path(0).asDouble())
          .isEqualTo(0.1);
      assertThat(passedOver.list)
          .anyMatch(line ->
              line.getFormattedMessage()
                  .matches("Passed over .*offset \\d+ of mixtide.context-0.*"));
      JsonNode line = JSON.readTree(tailed.toString());
      assertThat(line.path("key").asText()).isEqualTo("a");
      assertThat(line.path("value").path("x").path(0).asDouble()).isEqualTo(0.5);
      assertThat(line.path("value").path("weights").size()).isPositive();

      assertThat(CommandRun.of("reset", connection).shouldSucceed().out())
          .contains("would delete topic mixtide-tasks-changelog", "nothing was changed");
      assertThat(directory.resolve("state")).isNotEmptyDirectory();
      assertThat(CommandRun.of("reset --to-latest --execute", connection).shouldSucceed().out())
          .contains(
              "deletes topic mixtide-tasks-changelog", "begins at the end of mixtide.context");
      assertThat(directory.resolve("state")).isEmptyDirectory();
      try (Service service = Service.start(settings)) {
        await().until(() -> service.notReady().isEmpty());
        CommandRun.of(replay, connection).shouldSucceed();
        // Forgotten: the context begins anew.
        await().until(() -> count(service.url(), "a") == 2);
      }
    }
  }

  @Test
  void shouldTryAReleaseInASandboxUntilItIsStopped() throws Exception {
    Path release = Files.write(directory.resolve("release"), TestReleases.file(1));
    Path csv = Files.writeString(directory.resolve("rows.csv"), "who,x,y\na,1,2\na,2,3\n");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector",
            "-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("temporary")),
            ChildMain.class.getName(),
            Main.class.getName(),
            "sandbox",
            "--kafka-port=0",
            "--registry-port=0",
            "--http-port=0",
            "--release=" + release);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process sandbox = builder.redirectErrorStream(true).start();
    try (BufferedReader output = sandbox.inputReader()) {
      String url = words(output, "mixtide serves ").getLast();
      List<String> export = words(output, "  export ");
      String connection =
          "--bootstrap-servers %s --schema-registry-url %s"
              .formatted(export.get(1).split("=")[1], export.get(2).split("=")[1]);
      CommandRun.of("replay", csv, "--task who --x x --y y", connection).shouldSucceed();
      await().until(() -> count(url, "a") == 2);
      // Process.destroy() would also close its input, which is the end of a child.
      sandbox.toHandle().destroy();
      assertThat(sandbox.waitFor(Patience.TIME)).isTrue();
      try (Stream<Path> left = Files.list(directory.resolve("temporary"))) {
        assertThat(left).filteredOn(Files::isDirectory).isEmpty();
      }
    } finally {
      sandbox.destroyForcibly();
    }
  }

  private static void sendGarbage(String brokers) throws Exception {
    try (Producer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("mixtide.context", "a", "no Avro")).get();
    }
  }

  private static List<String> words(BufferedReader output, String beginning) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(beginning)) {
        return List.of(line.strip().split(" "));
      }
    }
    throw new AssertionError("no line began with " + beginning);
  }

  private static int count(String url, String task) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url + "/tasks/" + task)).build(),
              HttpResponse.BodyHandlers.ofString());
      // Until it is ready it says so, in words.
      return answer.statusCode() == 200
          ? JSON.readTree(answer.body()).path("contextSize").asInt()
          : 0;
    }
  }

  @Test
  void shouldRefuseWhatCannotBeReplayedOrTailed() throws Exception {
    Path csv = Files.writeString(directory.resolve("rows.csv"), "who,x,y\na,1,2\n");
    String replay = "replay %s --task who --x x --y y ".formatted(csv);
    CommandRun.of(replay, "--speed 2x").shouldBeRefused("--time");
    CommandRun.of(replay, "--time who --speed fast").shouldBeRefused("'fast'", "100x");
    CommandRun.of(replay, "--rate 0").shouldBeRefused("--rate is 0.0");
    CommandRun.of(replay, "--rate 1 --speed 2").shouldBeRefused("mutually exclusive");
    CommandRun.of(replay, "--schema-registry-url http://localhost:1 --time when")
        .shouldBeRefused("no column 'when'");
    CommandRun.of("tail everything").shouldBeRefused("no topic 'everything'", "predictions");
    CommandRun.of("tail predictions --limit 0").shouldBeRefused("--limit is 0");
  }

  @Test
  void shouldWriteAScriptThatCompletesCommands() {
    assertThat(CommandRun.of("completion").shouldSucceed().out())
        .contains("complete", "mixtide", "dead-letters", "--bootstrap-servers");
    assertThat(List.of("replay", "reset", "sandbox", "tail"))
        .allSatisfy(name ->
            assertThat(CommandRun.of(name, "--help").shouldSucceed().out()).contains("Example"));
  }
}
