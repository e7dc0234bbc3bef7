package io.mixtide.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mixtide.app.TestReleases;
import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.SchemaRegistryServer;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.stack.Stack;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.onnx.OnnxInference;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseRecord;
import io.mixtide.schemas.ReleaseRefusal;
import io.mixtide.schemas.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
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

  private static Stack broker;
  private static SchemaRegistryServer registry;

  @TempDir private Path directory;
  private String prefix;
  private String connection;

  @BeforeAll
  static void start() {
    broker = Stack.shared();
    registry = new SchemaRegistryServer();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    prefix = test.getTestMethod().orElseThrow().getName() + ".";
    String kafka =
        "--bootstrap-servers %s --topic-prefix %s".formatted(broker.bootstrapServers(), prefix);
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
  void shouldRollBackAndShowTheHistory() throws IOException {
    releases("publish", file("first", FIRST), "--activate", "--reason=first").shouldSucceed();
    releases("rollback").shouldBeRefused("nothing to go back to", FIRST_VERSION);
    releases("publish", file("second", SECOND), "--activate", "--reason=better").shouldSucceed();
    assertThat(releases("rollback", "--reason=worse").shouldSucceed().out())
        .contains("back to " + FIRST_VERSION);
    String user = System.getProperty("user.name");
    assertThat(releases("list", "--history").shouldSucceed().out())
        .containsSubsequence(
            "2 rolled back " + FIRST_VERSION,
            "by %s: worse".formatted(user),
            "1 activated   " + SECOND_VERSION,
            "by %s: better".formatted(user),
            "0 activated   " + FIRST_VERSION,
            "by %s: first".formatted(user));
    JsonNode json = releases("list", "--json").shouldSucceed().json();
    assertThat(json.at("/history").findValuesAsText("version"))
        .containsExactly(FIRST_VERSION, SECOND_VERSION, FIRST_VERSION);
    assertThat(json.at("/history/2/rollback").asBoolean()).isTrue();
    assertThat(json.at("/history/2/reason").asText()).isEqualTo("worse");
  }

  @Test
  void shouldRunAReleaseInTheShadowAndPromoteOrDropIt() throws IOException {
    releases("publish", file("first", FIRST), "--activate").shouldSucceed();
    releases("promote").shouldBeRefused("no release runs in the shadow");
    releases("drop").shouldBeRefused("no release runs in the shadow");
    releases("shadow", SECOND_VERSION, "--share=0.5").shouldBeRefused("no release");
    releases("publish", file("second", SECOND)).shouldSucceed();
    releases("shadow", SECOND_VERSION).shouldBeRefused("--share");
    releases("shadow", SECOND_VERSION, "--share=1.5").shouldBeRefused("share", "up to 1");
    releases("shadow", FIRST_VERSION, "--share=0.5").shouldBeRefused("is in force");
    releases("shadow", SECOND_VERSION, "--share=0.5", "--reason=try").shouldSucceed();
    assertThat(list().out())
        .contains("~ " + SECOND_VERSION, "* " + FIRST_VERSION, "share of 0.5", ": try");
    assertThat(releases("drop").shouldSucceed().out()).contains("no release runs in the shadow");
    assertThat(list().out()).doesNotContain("~");
    releases("shadow", SECOND_VERSION, "--share=0.5").shouldSucceed();
    assertThat(releases("promote", "--reason=better").shouldSucceed().out())
        .contains(SECOND_VERSION + " is in force");
    JsonNode json = releases("list", "--json").shouldSucceed().json();
    assertThat(json.at("/inForce/version").asText()).isEqualTo(SECOND_VERSION);
    assertThat(json.at("/shadow").isNull()).isTrue();
  }

  @Test
  void shouldExportTheVeryBytes() throws IOException {
    releases("publish", file("first", FIRST)).shouldSucceed();
    Path exported = directory.resolve("exported");
    assertThat(releases("export", FIRST_VERSION, exported).shouldSucceed().out())
        .contains("%,d bytes".formatted(FIRST.length));
    assertThat(exported).hasBinaryContent(FIRST);
    releases("export", "v9", exported).shouldBeRefused("no release v9");
    releases("export", FIRST_VERSION, directory).shouldBeRefused("is a folder");
    assertThat(exported).hasBinaryContent(FIRST);
  }

  @Test
  void shouldExportInputExpertsAsOnnx() throws IOException {
    byte[] context = TestReleases.file(TestReleases.contextExperts(4, 1));
    releases("publish", file("first", FIRST)).shouldSucceed();
    releases("publish", file("context", context)).shouldSucceed();
    Path exported = directory.resolve("exported.onnx");
    releases("export", FIRST_VERSION, exported, "--format=onnx").shouldSucceed();
    assertThat(exported)
        .hasBinaryContent(OnnxInference.of((InputNetwork) ReleaseFile.read(FIRST).network()));
    releases("export", ReleaseFile.read(context).version(), exported, "--format=onnx")
        .shouldBeRefused("context experts", "--format");
    releases("export", FIRST_VERSION, exported, "--format=pickle").shouldBeRefused("pickle");
    releases("export", FIRST_VERSION, directory.resolve("graphs"), "--format=dl4j")
        .shouldBeRefused("dl4j is not built in", "-Pnd4j");
    assertThat(directory.resolve("graphs")).doesNotExist();
  }

  @Test
  void shouldShowWhereAReleaseComesFromAndWhatItScored() throws IOException {
    releases("publish", file("first", FIRST), "--activate", "--reason=first").shouldSucceed();
    Release release = ReleaseFile.read(FIRST);
    assertThat(releases("show", FIRST_VERSION).shouldSucceed().out())
        .contains("release " + FIRST_VERSION + ", in force", ": first")
        .containsPattern("provenance.codeVersion +test")
        .containsPattern("provenance.settings.seed +1")
        .containsPattern("architecture.experts +4")
        .contains("held out: %d tasks".formatted(release.heldOut().tasks()))
        .contains("context    tasks   marginal", "NOVELTY");
    JsonNode json = releases("show", FIRST_VERSION, "--json").shouldSucceed().json();
    assertThat(json.at("/inForce").asBoolean()).isTrue();
    assertThat(json.at("/activations/0/reason").asText()).isEqualTo("first");
    assertThat(json.at("/file/provenance/trainingTasks").asInt())
        .isEqualTo(release.provenance().trainingTasks());
    assertThat(json.at("/file/heldOut/prequential").asDouble())
        .isEqualTo(release.heldOut().prequential());
    assertThat(json.at("/metadata")).isEmpty();
    releases("show", "v9").shouldBeRefused("no release v9", "choose one of " + FIRST_VERSION);
  }

  @Test
  void shouldPublishWhatTheFileSaysOfItselfAsMetadata() throws IOException {
    releases("publish", file("first", FIRST)).shouldSucceed();
    assertThat(topic().catalog().manifest(FIRST_VERSION).orElseThrow().getMetadata())
        .containsKeys("architecture", "scores", "heldOut")
        .hasEntrySatisfying("provenance", text -> assertThat(text).contains("\"seed\":1"));
  }

  @Test
  void shouldShowWhatItsPublisherSaidBeyondTheFile() {
    topic().publish(new NewRelease(FIRST_VERSION, null, FIRST, Map.of("drift", "{\"p\":0.01}")));
    topic()
        .refuse(
            new ReleaseRefusal(
                "v7", FIRST_VERSION, List.of("worse", "slower"), Map.of(), Instant.EPOCH));
    assertThat(releases("show", FIRST_VERSION).shouldSucceed().out())
        .containsPattern("drift.p +0.01");
    assertThat(list().out()).contains("refused v7 at 1970-01-01T00:00:00Z: worse; slower");
  }

  @Test
  void shouldPrintWhatDiffersBetweenTwoReleases() throws IOException {
    releases("publish", file("first", FIRST)).shouldSucceed();
    releases("publish", file("second", SECOND)).shouldSucceed();
    byte[] context = TestReleases.file(TestReleases.contextExperts(5, 1));
    releases("publish", file("context", context)).shouldSucceed();
    Release first = ReleaseFile.read(FIRST);

    assertThat(releases("diff", FIRST_VERSION, SECOND_VERSION).shouldSucceed().out())
        .containsPattern("provenance.settings.seed +1 +2")
        .doesNotContain("provenance.codeVersion", "architecture")
        .contains("prequential", "norm of the parameters");
    JsonNode json =
        releases("diff", FIRST_VERSION, SECOND_VERSION, "--json").shouldSucceed().json();
    assertThat(json.at("/scores/0/first/joint").asDouble())
        .isEqualTo(first.scores().getFirst().joint());
    assertThat(json.at("/parameters/difference").asDouble()).isPositive();

    JsonNode same = releases("diff", FIRST_VERSION, FIRST_VERSION, "--json").shouldSucceed().json();
    assertThat(same.at("/fields")).isEmpty();
    assertThat(same.at("/parameters/difference").asDouble()).isZero();

    String other = ReleaseFile.read(context).version();
    assertThat(releases("diff", FIRST_VERSION, other).shouldSucceed().out())
        .containsPattern("architecture.experts +4 +3")
        .contains("none, the shapes differ");
    releases("diff", FIRST_VERSION, "v9").shouldBeRefused("no release v9");
  }

  @Test
  void shouldRefuseADamagedReleaseAndOneOfAnotherShape() throws IOException {
    releases("publish", file("first", FIRST), "--activate").shouldSucceed();
    releases("publish", file("second", SECOND)).shouldSucceed();
    Settings settings = settings();
    String releases = new Topics(settings.topicPrefix()).releases();
    ReleaseChunk chunk = new ReleaseChunk(SECOND_VERSION, 0, 1L, ByteBuffer.allocate(1));
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(
            settings.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  releases,
                  "chunk/%s/0".formatted(SECOND_VERSION),
                  settings
                      .valueSerde()
                      .serializer()
                      .serialize(releases, new ReleaseRecord(chunk))));
    }
    for (String command : List.of("show", "activate", "export", "shadow --share=1")) {
      String file = command.equals("export") ? directory.resolve("out").toString() : "";
      releases((command + " " + SECOND_VERSION + " " + file).strip())
          .shouldBeRefused(SECOND_VERSION, "chunk 0 of", "damaged", "publish its file again");
    }
    releases("diff", FIRST_VERSION, SECOND_VERSION).shouldBeRefused("damaged");

    byte[] wide = TestReleases.otherShape();
    Path file = file("wide", wide);
    String reason = "takes dx 2, dy 1 where the tasks under release " + FIRST_VERSION;
    releases("publish", file, "--activate").shouldBeRefused(reason);
    releases("publish", file).shouldSucceed();
    String version = ReleaseFile.read(wide).version();
    releases("activate", version).shouldBeRefused(reason);
    releases("shadow", version, "--share=0.5").shouldBeRefused(reason);
    assertThat(list().out()).contains("* " + FIRST_VERSION);
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

  private ReleaseTopic topic() {
    Settings settings = settings();
    return new ReleaseTopic(
        new ReleaseConnection(
            new Topics(settings.topicPrefix()).releases(),
            settings.clientProperties(),
            settings.valueSerde()),
        InstantSource.system());
  }

  private Settings settings() {
    return Settings.of(
        Map.of(
            "bootstrap.servers", broker.bootstrapServers(),
            "topic.prefix", prefix,
            "schema.registry.url", registry.url()));
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
