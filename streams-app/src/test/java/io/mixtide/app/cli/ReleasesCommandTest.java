package io.mixtide.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mixtide.app.SchemaRegistryServer;
import io.mixtide.app.TestReleases;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.model.release.ReleaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ReleasesCommandTest {
  private static final byte[] FIRST = TestReleases.file(1);
  private static final byte[] SECOND = TestReleases.file(2);
  private static final String FIRST_VERSION = ReleaseFile.read(FIRST).version();
  private static final String SECOND_VERSION = ReleaseFile.read(SECOND).version();

  private static EmbeddedBroker broker;
  private static SchemaRegistryServer registry;

  @TempDir private Path directory;
  private String connection;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
    registry = new SchemaRegistryServer();
  }

  @AfterAll
  static void stop() {
    registry.close();
    broker.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    String kafka =
        "--bootstrap-servers %s --topic-prefix %s."
            .formatted(broker.bootstrapServers(), test.getTestMethod().orElseThrow().getName());
    CommandRun.of("topics create --partitions 1", kafka).shouldSucceed();
    connection = kafka + " --schema-registry-url " + registry.url();
  }

  @Test
  void shouldPublishActivateAndList() throws IOException {
    Path first = file("first", FIRST);
    Path second = file("second", SECOND);

    assertThat(list().out()).contains("no release is published");
    assertThat(releases("publish", first, "--activate").shouldSucceed().out())
        .contains("published " + FIRST_VERSION, FIRST_VERSION + " is in force");
    assertThat(releases("publish", first).shouldSucceed().out()).contains("is published already");
    releases("publish", second).shouldSucceed();
    releases("activate", SECOND_VERSION, "--reason=better").shouldSucceed();

    assertThat(list().out())
        .containsPattern("\\* %s .*%,d ".formatted(SECOND_VERSION, SECOND.length))
        .containsPattern("  %s ".formatted(FIRST_VERSION))
        .contains("by %s: better".formatted(System.getProperty("user.name")));
    JsonNode json = releases("list", "--json").shouldSucceed().json();
    assertThat(json.at("/inForce/version").asText()).isEqualTo(SECOND_VERSION);
    assertThat(json.at("/inForce/by").asText()).isEqualTo(System.getProperty("user.name"));
    assertThat(json.at("/inForce/reason").asText()).isEqualTo("better");
    assertThat(json.at("/published").findValuesAsText("version"))
        .containsExactly(FIRST_VERSION, SECOND_VERSION);
    assertThat(json.at("/published/0/size").asInt()).isEqualTo(FIRST.length);
  }

  @Test
  void shouldRefuseWhatIsNoWholeRelease() throws IOException {
    byte[] damaged = FIRST.clone();
    damaged[damaged.length - 1] ^= 1;
    releases("publish", directory.resolve("missing")).shouldBeRefused("missing", "no such file");
    releases("publish", directory).shouldBeRefused(directory.toString());
    releases("publish", file("damaged", damaged)).shouldBeRefused("damaged", "SHA-256");
    releases("publish", file("cut", Arrays.copyOf(FIRST, FIRST.length / 2)))
        .shouldBeRefused("cut cannot be used");
    releases("publish", file("empty", new byte[0])).shouldBeRefused("empty cannot be used");
    assertThat(list().out()).contains("no release is published");
  }

  @Test
  void shouldRefuseToActivateWhatIsNotPublished() throws IOException {
    releases("activate", "v9").shouldBeRefused("no release v9 is published", "publish it first");
    releases("publish", file("first", FIRST)).shouldSucceed();
    assertThat(list().out()).contains("none is in force");
    releases("activate", "v9").shouldBeRefused("choose one of " + FIRST_VERSION);
  }

  @Test
  void shouldSayWhatCannotBeReached() throws IOException {
    Path first = file("first", FIRST);
    String kafka = "--bootstrap-servers " + broker.bootstrapServers();
    String schemas = "--schema-registry-url " + registry.url();
    CommandRun.of("releases list", kafka)
        .shouldBeRefused("schema.registry.url is mock://mixtide", "no other process");
    CommandRun.of("releases list --topic-prefix absent.", kafka, schemas)
        .shouldBeRefused("absent.releases", "mixtide topics create");
    CommandRun.of(
            "releases list --bootstrap-servers 127.0.0.1:1 --kafka default.api.timeout.ms=300",
            "--kafka request.timeout.ms=200",
            schemas)
        .shouldBeRefused("no Kafka broker answers at 127.0.0.1:1");
    connection = connection.replace(registry.url(), "http://127.0.0.1:1");
    releases("publish", first)
        .shouldBeRefused("schema registry is not available", "http://127.0.0.1:1");
    CommandRun.of("releases").shouldBeRefused("Missing required subcommand");
  }

  private CommandRun list() {
    return releases("list").shouldSucceed();
  }

  private CommandRun releases(Object... arguments) {
    return CommandRun.of(
        Stream.of(Stream.of("releases"), Stream.of(arguments), Stream.of(connection))
            .flatMap(Function.identity())
            .toArray());
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }
}
