package io.mixtide.app.service;

import static io.mixtide.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.mixtide.app.SecureBroker;
import io.mixtide.app.TestCertificate;
import io.mixtide.app.TestReleases;
import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.SchemaRegistryServer;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.app.trainer.Trainer;
import io.mixtide.app.trainer.TrainerListener;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.Vectors;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Everything over TLS and with credentials, each part with no more rights on Kafka than SECURITY.md
 * says it needs.
 */
class SecureServiceTest {
  private static final Topics TOPICS = new Topics("secure.");
  private static final String STORE_PASSWORD = "s3cret-of-the-store";
  private static final String REGISTRY_PASSWORD = "s3cret-of-the-registry";
  private static final String HTTP_TOKEN = "s3cret-of-http";
  private static final List<String> SECRETS =
      List.of(
          STORE_PASSWORD,
          REGISTRY_PASSWORD,
          HTTP_TOKEN,
          "s3cret-of-service",
          "s3cret-of-trainer",
          "s3cret-of-operator",
          "s3cret-unknown");

  @TempDir private static Path directory;
  private static TestCertificate certificate;
  private static SecureBroker broker;
  private static SchemaRegistryServer registry;

  private final RecordedLog log = new RecordedLog();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level level = root.getLevel();
  private HttpClient client;

  @BeforeAll
  static void start() {
    certificate = TestCertificate.in(directory, STORE_PASSWORD);
    Map<String, String> passwords = new HashMap<>();
    for (String user : List.of("service", "trainer", "operator", "producer", "consumer")) {
      passwords.put(user, "s3cret-of-" + user);
    }
    broker = new SecureBroker(certificate, passwords);
    registry = new SchemaRegistryServer(certificate.context(), "ann:" + REGISTRY_PASSWORD);
    allow();
    try (TopicAdmin admin = new TopicAdmin(settings("operator").clientProperties(), TOPICS)) {
      admin.create(2, (short) 1);
    }
    ReleaseTopic releases = releases("operator");
    String version = publish(releases, 1);
    releases.activate(version, "operator", "");
  }

  /** The table of SECURITY.md. */
  private static void allow() {
    broker.allow("producer", TOPIC, TOPICS.context(), WRITE);
    broker.allow("producer", TOPIC, TOPICS.requests(), WRITE);

    for (String topic :
        List.of(
            TOPICS.posteriors(),
            TOPICS.predictions(),
            TOPICS.ambiguity(),
            TOPICS.deadLetters(),
            TOPICS.taskLog(),
            TOPICS.drift(),
            TOPICS.shadowScores())) {
      broker.allow("consumer", TOPIC, topic, READ);
      broker.allow("service", TOPIC, topic, WRITE);
    }
    for (String topic : List.of(TOPICS.context(), TOPICS.requests(), TOPICS.releases())) {
      broker.allow("service", TOPIC, topic, READ);
    }
    broker.allow("service", TOPIC, "app-*", CREATE, READ, WRITE);
    broker.allow("service", GROUP, "app", READ);
    broker.allow("service", TRANSACTIONAL_ID, "app-*", WRITE);

    broker.allow("trainer", TOPIC, "secure.*", DESCRIBE);
    broker.allow("trainer", TOPIC, TOPICS.taskLog(), READ);
    broker.allow("trainer", TOPIC, TOPICS.drift(), READ);
    broker.allow("trainer", TOPIC, TOPICS.deadLetters(), WRITE);
    broker.allow("trainer", TOPIC, TOPICS.releases(), READ, WRITE);
    broker.allow("trainer", GROUP, "app-trainer", READ);
    broker.allow("trainer", TRANSACTIONAL_ID, "secure.releases.publisher", WRITE);

    broker.allow("operator", TOPIC, "secure.*", CREATE, DESCRIBE);
    broker.allow("operator", TOPIC, TOPICS.releases(), READ, WRITE);
    broker.allow("operator", TRANSACTIONAL_ID, "secure.releases.publisher", WRITE);
  }

  @AfterAll
  static void stop() {
    registry.close();
    broker.close();
  }

  @BeforeEach
  void record() {
    log.setContext(root.getLoggerContext());
    log.start();
    root.addAppender(log);
    root.setLevel(Level.INFO);
    logger().setLevel(Level.DEBUG);
    client = HttpClient.newBuilder().sslContext(certificate.context()).build();
  }

  @AfterEach
  void forget() {
    client.close();
    root.detachAppender(log);
    root.setLevel(level);
    logger().setLevel(null);
  }

  @Test
  void shouldServeWithTheRightsOfTheTableAndShowNoSecret() throws Exception {
    Settings settings = settings("service");
    try (Service service = Service.start(settings);
        Outputs outputs = outputs()) {
      await().until(() -> service.notReady().isEmpty());
      send("producer", TOPICS.context(), "a", event(1));
      send("producer", TOPICS.context(), "a", new byte[] {1, 2, 3});
      send("producer", TOPICS.context(), "a", event(2));
      send("producer", TOPICS.context(), "a", null);
      outputs.posteriors("a", 2);
      assertThat(outputs.deadLetters("a", 1)).hasSize(1);
      assertThat(outputs.logs("a", 1)).hasSize(1);

      assertThat(get(service, "/health/ready", null).statusCode()).isEqualTo(200);
      StringBuilder shown = new StringBuilder(settings.toString());
      for (String path : List.of("/config", "/metrics", "/tasks/a?x=1", "/releases", "/no")) {
        HttpResponse<String> refused = get(service, path, null);
        assertThat(refused.statusCode()).isEqualTo(401);
        HttpResponse<String> answer = get(service, path, HTTP_TOKEN);
        assertThat(answer.statusCode()).as(path).isEqualTo(path.equals("/no") ? 404 : 200);
        shown.append(refused.body()).append(answer.body());
      }
      assertThat(get(service, "/config", HTTP_TOKEN).body())
          .contains("\"kafka.sasl.jaas.config\":\"[hidden]\"", "\"http.token\":\"[hidden]\"")
          .contains("\"kafka.security.protocol\":\"SASL_SSL\"", "\"max.queries\":");
      assertThat(shown).doesNotContain(SECRETS);
      shouldChangeNothingWithoutTheRights(service);
    }
    assertThat(log.text()).as("what clients log of their settings").contains("sasl.jaas.config");
    assertThat(log.text()).doesNotContain(SECRETS);
  }

  private void shouldChangeNothingWithoutTheRights(Service service) throws Exception {
    for (String path : List.of("/tasks/a/observations", "/releases/rollback")) {
      String body =
          path.endsWith("rollback")
              ? "{\"inForce\":\"%s\"}".formatted(TestReleases.release(1).version())
              : "{\"x\":[1],\"y\":[1]}";
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri(service, path))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body));
      assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      request.header("Authorization", "Bearer " + HTTP_TOKEN);
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
      assertThat(answer.body()).contains("no right to do this on Kafka");
    }
  }

  @Test
  void shouldTrainWithTheRightsOfTheTable() throws Exception {
    try (Trainer _ = Trainer.start(settings("trainer"), TrainerListener.NONE);
        Outputs outputs = outputs()) {
      send("admin", TOPICS.taskLog(), "t", event(0));
      List<DeadLetter> letters = outputs.deadLetters("t", 1);
      assertThat(letters.getFirst().getSourceTopic()).isEqualTo(TOPICS.taskLog());
      publish(releases("trainer"), 2);
    }
    assertThat(log.text()).doesNotContain(SECRETS);
  }

  @Test
  void shouldLetNoOneDecideOnReleasesWhoIsNotToldThat() {
    byte[] anything = {0};
    for (String user : List.of("producer", "consumer", "service")) {
      assertThatThrownBy(() -> send(user, TOPICS.releases(), "activation", anything))
          .as(user)
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
    assertThatThrownBy(() -> send("producer", TOPICS.posteriors(), "a", anything))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> send("consumer", TOPICS.context(), "a", anything))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
  }

  private static Settings settings(String user) {
    Map<String, String> values = new HashMap<>();
    broker.client(user).forEach((key, value) -> values.put("kafka." + key, value));
    values.put("kafka.some.plugin.key", "s3cret-unknown");
    values.put("bootstrap.servers", broker.bootstrapServers());
    values.put("application.id", "app");
    values.put("topic.prefix", TOPICS.prefix());
    values.put("state.dir", directory.resolve("state").toString());
    values.put("trainer.dir", directory.resolve("trainer").toString());
    values.put("schema.registry.url", registry.url());
    values.put("basic.auth.credentials.source", "USER_INFO");
    values.put("basic.auth.user.info", "ann:" + REGISTRY_PASSWORD);
    values.put("schema.registry.ssl.truststore.location", certificate.truststore().toString());
    values.put("schema.registry.ssl.truststore.password", STORE_PASSWORD);
    values.put("schema.registry.ssl.truststore.type", "PKCS12");
    values.put("http.port", "0");
    values.put("http.token", HTTP_TOKEN);
    values.put("http.ssl.keystore.location", certificate.keystore().toString());
    values.put("http.ssl.keystore.password", STORE_PASSWORD);
    values.put("http.ssl.keystore.type", "PKCS12");
    return Settings.of(values);
  }

  private static ReleaseTopic releases(String user) {
    Settings settings = settings(user);
    return new ReleaseTopic(
        new ReleaseConnection(
            TOPICS.releases(), settings.clientProperties(), settings.valueSerde()),
        InstantSource.system());
  }

  private static String publish(ReleaseTopic releases, long seed) {
    Release release = TestReleases.release(seed);
    releases.publish(new NewRelease(release.version(), null, TestReleases.file(seed), Map.of()));
    return release.version();
  }

  private static Outputs outputs() {
    Settings settings = settings("consumer");
    return new Outputs(
        TOPICS, settings.clientProperties(), settings.<SpecificRecord>valueSerde().deserializer());
  }

  private static byte[] event(double x) {
    ContextEvent event =
        new ContextEvent(null, Instant.EPOCH, Vectors.doubles(x), Vectors.doubles(x), List.of());
    return settings("producer")
        .<SpecificRecord>valueSerde()
        .serializer()
        .serialize(TOPICS.context(), event);
  }

  private static void send(String user, String topic, String key, byte @Nullable [] value)
      throws ExecutionException, InterruptedException {
    Map<String, Object> properties = new HashMap<>(settings(user).clientProperties());
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, key.getBytes(UTF_8), value)).get();
    }
  }

  private HttpResponse<String> get(Service service, String path, @Nullable String token)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(service, path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static URI uri(Service service, String path) {
    return URI.create("https://127.0.0.1:%d%s".formatted(service.httpPort(), path));
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("io.mixtide");
  }

  /** Everything that is logged, with stack traces. */
  private static final class RecordedLog extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }

    String text() {
      return String.join("\n", lines);
    }
  }
}
