package io.mixtide.app.cli;

import static io.mixtide.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.TestReleases;
import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.SchemaRegistryServer;
import io.mixtide.app.service.Service;
import io.mixtide.app.stack.Stack;
import io.mixtide.app.topics.CommittedReader;
import io.mixtide.app.topics.DeadLetters;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.Vectors;
import io.mixtide.schemas.registry.RegistryAccess;
import io.mixtide.schemas.registry.SchemaRegistries;
import io.mixtide.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit calls what starts things first
class DeadLettersCommandTest {
  private static Stack broker;
  private static SchemaRegistryServer registry;

  @TempDir private Path directory;
  private Topics topics;
  private String connection;
  private Map<String, String> settings;
  private Serde<SpecificRecord> values;
  private Producer<byte[], byte[]> producer;

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
  void connect(TestInfo test) {
    topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
    String kafka =
        "--bootstrap-servers %s --topic-prefix %s"
            .formatted(broker.bootstrapServers(), topics.prefix());
    CommandRun.of("topics create --partitions 2", kafka).shouldSucceed();
    connection = kafka + " --schema-registry-url " + registry.url();
    settings = new HashMap<>();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("schema.registry.url", registry.url());
    settings.put("topic.prefix", topics.prefix());
    settings.put("application.id", topics.prefix() + "app");
    settings.put("state.dir", directory.resolve("state").toString());
    settings.put("http.port", "0");
    values = Settings.of(settings).valueSerde();
    producer =
        new KafkaProducer<>(
            Settings.of(settings).clientProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void disconnect() {
    producer.close();
  }

  @Test
  void shouldAnswerAfterARepairWhatCouldNotBeUsedBefore() throws Exception {
    Path file = Files.write(directory.resolve("release"), TestReleases.file(1));
    CommandRun.of("releases publish", file, "--activate", connection).shouldSucceed();
    int unknown = schemas().register("filler", filler(0)) + 40;
    settings.put("max.record.bytes", "1024");
    Queue<ConsumerRecord<String, SpecificRecord>> posteriors = new ConcurrentLinkedQueue<>();
    try (CommittedReader _ =
        new CommittedReader(
            List.of(topics.posteriors()),
            Settings.of(settings).clientProperties(),
            values.deserializer(),
            posteriors::add)) {
      try (Service service = Service.start(Settings.of(settings))) {
        await().until(() -> service.notReady().isEmpty());
        send("good", encode(event(0)));
        send("later", ByteBuffer.wrap(encode(event(0))).putInt(1, unknown).array());
        send("large", encode(event(256)));
        send("noise", new byte[] {1, 2, 3, 4, 5, 6});
        await().untilAsserted(() -> assertThat(letters()).hasSize(3));
      }
      assertThat(letters("--task", "large").getFirst().path("truncated").asBoolean()).isTrue();

      // The repair: a schema that was forgotten, and a bound that was too low.
      for (int i = 1; schemas().register("filler " + i, filler(i)) < unknown - 1; i++) {}
      assertThat(schemas().register("events", marked(ContextEvent.getClassSchema())))
          .isEqualTo(unknown);
      settings.remove("max.record.bytes");
      try (Service service = Service.start(Settings.of(settings))) {
        await().until(() -> service.notReady().isEmpty());
        assertThat(replay("--dry-run", "--reason", "too_large").shouldSucceed().out())
            .contains("send ", "task 'large'", "would send 1");
        assertThat(replay("--reason", "unknown_schema,too_large").shouldSucceed().out())
            .isEqualToIgnoringNewLines("sent 2");
        await()
            .untilAsserted(() ->
                assertThat(posteriors)
                    .extracting(ConsumerRecord::key)
                    .containsExactlyInAnyOrder("good", "later", "large"));
        assertThat(posteriors)
            .extracting(record -> ((Posterior) record.value()).getSequence())
            .containsOnly(1L);

        assertThat(replay("--reason", "unknown_schema,too_large").shouldSucceed().out())
            .contains("sent 0", "2 were replayed before");
        assertThat(replay().shouldSucceed().out()).contains("sent 1", "2 were replayed before");
        await().untilAsserted(() -> assertThat(letters("--task", "noise")).hasSize(2));
      }
    }
  }

  @Test
  void shouldListAndCountWhatTheFiltersMean() throws IOException {
    write(letter("a", 0, 5, DeadLetterReason.NOT_FINITE, "x[0] is NaN"));
    write(letter("a", 1, 6, DeadLetterReason.MALFORMED, "it has 0 bytes"));
    write(letter("b\u001b[31m", 2, 7, DeadLetterReason.MALFORMED, "red \u001b[31m"));
    producer.send(new ProducerRecord<>(topics.deadLetters(), 0, null, "no letter".getBytes(UTF_8)));
    producer.flush();

    assertThat(letters()).hasSize(3);
    assertThat(letters("--reason", "malformed")).hasSize(2);
    assertThat(letters("--reason", "malformed", "--task", "a")).hasSize(1);
    assertThat(letters("--limit", "2")).hasSize(2);
    assertThat(letters("--from-topic", "context")).hasSize(3);
    assertThat(letters("--from-topic", topics.requests())).isEmpty();
    assertThat(letters("--since", "1970-01-01T00:00:00.006Z")).hasSize(2);
    assertThat(letters("--until", "1970-01-01T00:00:00.006Z")).hasSize(1);
    assertThat(letters("--since", "1h")).isEmpty();
    CommandRun count = list("--count", "--json").shouldSucceed();
    assertThat(count.out()).isEqualToIgnoringNewLines("{\"MALFORMED\":2,\"NOT_FINITE\":1}");
    assertThat(count.err()).contains("passed over 1 records that are no letters");
    assertThat(list("--count").shouldSucceed().out())
        .containsPattern("MALFORMED +2")
        .containsPattern("all +3");
    assertThat(list().shouldSucceed().out())
        .contains("NOT_FINITE", topics.context() + ":0:5", "task 'a'", "x[0] is NaN")
        .doesNotContain("\u001b");
    assertThat(list("--task", "nobody").shouldSucceed().out()).contains("no dead letters");
  }

  @Test
  void shouldShowALetterWithItsValueDecodedOrInHexadecimalDigits() {
    write(letter("a", 0, 5, DeadLetterReason.NOT_FINITE, "wrong", encode(event(0))));
    write(letter("a", 0, 6, DeadLetterReason.MALFORMED, "wrong", new byte[] {1, (byte) 0xfe}));

    assertThat(show("0:0").shouldSucceed().out())
        .contains("NOT_FINITE", "task 'a'", ContextEvent.class.getName(), "\"eventTime\"");
    assertThat(show("--source", topics.context() + ":0:6").shouldSucceed().out())
        .contains("letter     0:1", "undecoded", "01fe");
    show("0:2").shouldBeRefused("no dead letter 0:2");
    show("7:0").shouldBeRefused("no dead letter 7:0");
    show("--source", "any:0:6").shouldBeRefused("no dead letter of the record any:0:6");
    show("somewhere").shouldBeRefused("no PARTITION:OFFSET");
    show().shouldBeRefused("Name the letter");
    list("--reason", "tired").shouldBeRefused("tired");
    list("--since", "soon").shouldBeRefused("'soon' is no time");
    list("--limit", "0").shouldBeRefused("--limit is 0");
    list("--from-topic", "predictions").shouldBeRefused("--from-topic predictions");
    CommandRun.of("dead-letters").shouldBeRefused("Missing required subcommand");
  }

  @Test
  void shouldSayWhatItCannotSendAndNotSendIt() {
    byte[] large = new byte[DeadLetters.MAX_VALUE_BYTES + 1];
    write(letter("gone", 0, 5, DeadLetterReason.TOO_LARGE, "wrong", large));
    write(letter("log", 1, 5, topics.taskLog(), DeadLetterReason.MALFORMED, new byte[1]));
    write(letter("a", 1, 6, DeadLetterReason.MALFORMED, "wrong"));
    write(letter("b", 1, 7, DeadLetterReason.MALFORMED, "wrong"));
    // What stands where a record stood is another one, of a topic made anew.
    byte[] other = large.clone();
    other[0] = 1;
    for (int i = 0; i < 8; i++) {
      send(topics.context(), 0, "gone", i == 5 ? other : new byte[1]);
      send(topics.context(), 1, "any", new byte[1]);
    }

    CommandRun all = replay("--limit", "1");
    assertThat(all.out()).contains("gone ", "task 'gone'", "sent 1", "1 are truncated");
    assertThat(all.status()).isEqualTo(1);
    assertThat(replay("--task", "log").shouldSucceed().out())
        .contains("sent 0", "1 are of records that the service does not read");
    CommandRun malformed = replay("--reason", "malformed").shouldSucceed();
    assertThat(malformed.out()).contains("sent 1", "1 were replayed before");
    assertThat(malformed.err()).contains("replaying: 3 of 3 letters");
    assertThat(replay("--reason", "malformed").shouldSucceed().out())
        .contains("sent 0", "2 were replayed before");
  }

  private List<JsonNode> letters(String... flags) throws IOException {
    List<String> all = new ArrayList<>(Arrays.asList(flags));
    all.add("--json");
    List<JsonNode> lines = new ArrayList<>();
    for (String line : list(all.toArray(String[]::new)).shouldSucceed().out().lines().toList()) {
      lines.add(new JsonMapper().readTree(line));
    }
    return lines;
  }

  private CommandRun list(String... flags) {
    return run("list", flags);
  }

  private CommandRun show(String... flags) {
    return run("show", flags);
  }

  private CommandRun replay(String... flags) {
    return run("replay", flags);
  }

  private CommandRun run(String command, String... flags) {
    return CommandRun.of(
        ("dead-letters " + command + " " + String.join(" ", flags) + " " + connection)
            .replaceAll(" +", " "));
  }

  private ProducerRecord<byte[], byte[]> letter(
      String task, int partition, long offset, DeadLetterReason reason, String message) {
    return letter(task, partition, offset, topics.context(), reason, message, new byte[1]);
  }

  private ProducerRecord<byte[], byte[]> letter(
      String task,
      int partition,
      long offset,
      DeadLetterReason reason,
      String message,
      byte[] value) {
    return letter(task, partition, offset, topics.context(), reason, message, value);
  }

  private ProducerRecord<byte[], byte[]> letter(
      String task,
      int partition,
      long offset,
      String topic,
      DeadLetterReason reason,
      byte[] value) {
    return letter(task, partition, offset, topic, reason, "wrong", value);
  }

  private ProducerRecord<byte[], byte[]> letter(
      String task,
      int partition,
      long offset,
      String topic,
      DeadLetterReason reason,
      String message,
      byte[] value) {
    return DeadLetters.letter(
        topics.deadLetters(),
        values.serializer(),
        new DeadLetters.Source(topic, partition % 2, offset, offset, task.getBytes(UTF_8), value),
        reason,
        message);
  }

  /** Writes a letter to partition 0. */
  private void write(ProducerRecord<byte[], byte[]> letter) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                letter.topic(), 0, letter.timestamp(), letter.key(), letter.value()));
    producer.flush();
  }

  private void send(String task, byte[] value) {
    send(topics.context(), null, task, value);
  }

  private void send(String topic, @Nullable Integer partition, String task, byte[] value) {
    var _ = producer.send(new ProducerRecord<>(topic, partition, task.getBytes(UTF_8), value));
    producer.flush();
  }

  private byte[] encode(ContextEvent event) {
    return values.serializer().serialize(topics.context(), event);
  }

  private static ContextEvent event(int queries) {
    Query query = new Query("q".repeat(1024), Vectors.doubles(0.5), Vectors.doubles(new double[0]));
    return new ContextEvent(
        "id",
        Instant.EPOCH,
        Vectors.doubles(0.5),
        Vectors.doubles(1),
        Collections.nCopies(queries, query));
  }

  private SchemaRegistry schemas() {
    return SchemaRegistries.at(List.of(registry.url()), RegistryAccess.OPEN);
  }

  private static Schema filler(int number) {
    return SchemaBuilder.record("Filler" + number).fields().endRecord();
  }

  /** The same to read, but another schema to a registry. */
  private static Schema marked(Schema schema) {
    Schema other = new Schema.Parser().parse(schema.toString());
    other.addProp("writer", "forgotten");
    return other;
  }
}
