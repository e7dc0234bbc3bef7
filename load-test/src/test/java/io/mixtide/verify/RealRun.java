package io.mixtide.verify;

import static io.mixtide.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.app.config.Settings;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.service.Service;
import io.mixtide.app.topics.CommittedReader;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.Vectors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * A real service on a real broker that has had all kinds of records: good and bad ones, requests,
 * ends of tasks, and a release with context experts in between two times of one with input experts.
 * At first it infers record by record, then in batches.
 */
final class RealRun implements AutoCloseable {
  private static final int TASKS = 5;
  private static final byte[] INPUT = TinyReleases.inputExperts(1);
  private static final byte[] CONTEXT = TinyReleases.contextExperts(2);

  private final EmbeddedBroker broker = EmbeddedBroker.start();
  private final Settings settings;
  private final Topics topics;
  private final Serde<SpecificRecord> values;
  private final Producer<byte[], byte[]> producer;
  private Service service;
  private final Set<String> named = ConcurrentHashMap.newKeySet();
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
  private int good;
  private int bad;
  private int asked;

  RealRun(Path state) {
    settings = settings("run.", "run", state, 16);
    topics = new Topics(settings.topicPrefix());
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.create(2, (short) 1);
    }
    values = settings.valueSerde();
    producer =
        new KafkaProducer<>(
            settings.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    String input = activate(INPUT);
    service = Service.start(settings("run.", "run", state, 1));
    try (CommittedReader _ =
        new CommittedReader(
            List.of(topics.posteriors()),
            settings.clientProperties(),
            values.deserializer(),
            record -> named.add(((Posterior) record.value()).getRelease()))) {
      sendUnder(input);
      service.close();
      service = Service.start(settings);
      sendUnder(activate(CONTEXT));
      activate(INPUT);
      sendUnder(input);
    }
    producer.flush();
  }

  /** The settings of topics on this broker; the service's own, or those of a copy. */
  Settings settings(String prefix, String id, Path state) {
    return settings(prefix, id, state, 1);
  }

  private Settings settings(String prefix, String id, Path state, int batch) {
    return Settings.of(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "application.id",
            id,
            "topic.prefix",
            prefix,
            "schema.registry.url",
            "mock://replay-verifier",
            "state.dir",
            state.toString(),
            "task.max.observations",
            "60",
            "label.budget",
            "3",
            "max.queries",
            "4",
            "inference.batch.records",
            String.valueOf(batch),
            "http.port",
            "0"));
  }

  Settings settings() {
    return settings;
  }

  /** Observations that are right. */
  int good() {
    return good;
  }

  /** Records that are not. */
  int bad() {
    return bad;
  }

  /** Queries of right records. */
  int asked() {
    return asked;
  }

  /** Verifies until nothing is pending. */
  Verification verifyWhenDone() {
    return await().until(() -> ReplayVerifier.verify(settings), found -> found.pending() == 0);
  }

  private String activate(byte[] file) {
    String version = publish(settings, file);
    releases(settings).activate(version, "test", "");
    return version;
  }

  /** Publishes the run's releases on other topics too. */
  void publishTo(Settings others) {
    publish(others, INPUT);
    publish(others, CONTEXT);
  }

  private static String publish(Settings settings, byte[] file) {
    String version = ReleaseFile.read(file).version();
    releases(settings).publish(new NewRelease(version, null, file, Map.of()));
    return version;
  }

  private static ReleaseTopic releases(Settings settings) {
    return new ReleaseTopic(
        new ReleaseConnection(
            new Topics(settings.topicPrefix()).releases(),
            settings.clientProperties(),
            settings.valueSerde()),
        InstantSource.system());
  }

  private void sendUnder(String release) {
    named.clear();
    await()
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          observe("probe");
          return named.contains(release);
        });
    for (int i = 0; i < 12; i++) {
      for (int task = 0; task < TASKS; task++) {
        observe("task " + task);
        ask(topics.requests(), "task " + task, i % 2 == 0 ? null : "r" + i);
      }
    }
    sendBad();
    ask(topics.requests(), "nobody", "r");
    send(topics.context(), "task 1", (byte[]) null);
    send(topics.context(), "nobody", (byte[]) null);
    for (int task = 0; task < TASKS; task++) {
      observe("task " + task);
    }
  }

  private void observe(String task) {
    good++;
    asked += 2;
    send(topics.context(), task, event(task + good, value(), query("q", 0.1, 0.9), query(null)));
  }

  private void ask(String topic, String task, @Nullable String id) {
    asked += 2;
    send(topic, task, new PredictionRequest(id, List.of(query(id, 0.5), query("same"))));
  }

  private void sendBad() {
    String topic = topics.context();
    String taken = "task 0" + (good - TASKS + 1);
    sendBad(topic, "task 0", new byte[] {1, 2, 3});
    sendBad(topic, "task 0", encode(topic, event(null, Double.NaN)));
    sendBad(topic, "task 0", encode(topic, event(null, 1e12)));
    sendBad(topic, "task 0", encode(topic, event(taken, value())));
    sendBad(topic, "task 0", encode(topic, event("i".repeat(2000), value())));
    sendBad(topic, "task 0", encode(topic, event(null, value(), query("q", 1.5))));
    Query query = query(null);
    sendBad(
        topic, "task 0", encode(topic, event(null, value(), query, query, query, query, query)));
    sendBad(
        topic,
        "task 0",
        encode(
            topic,
            new ContextEvent(
                null, Instant.EPOCH, Vectors.doubles(1, 2), Vectors.doubles(1), List.of())));
    sendBad(topic, "", encode(topic, event(null, value())));
    bad++;
    producer.send(
        new ProducerRecord<>(topic, new byte[] {(byte) 0xff}, encode(topic, event(null, value()))));
    sendBad(topics.requests(), "task 0", new byte[] {0, 0, 0, 1, 1, 1});
    sendBad(
        topics.requests(),
        "task 0",
        encode(
            topics.requests(),
            new PredictionRequest(
                "bad", List.of(new Query(null, Vectors.doubles(), Vectors.doubles())))));
  }

  private double value() {
    return random.nextGaussian();
  }

  private SpecificRecord event(@Nullable String id, double x, Query... queries) {
    return new ContextEvent(
        id,
        Instant.ofEpochMilli(1000L * good),
        Vectors.doubles(x),
        Vectors.doubles(3 * value()),
        List.of(queries));
  }

  private Query query(@Nullable String id, double... levels) {
    return new Query(
        id, Vectors.doubles("same".equals(id) ? 0.5 : value()), Vectors.doubles(levels));
  }

  private byte[] encode(String topic, SpecificRecord value) {
    return values.serializer().serialize(topic, value);
  }

  private void sendBad(String topic, String task, byte[] value) {
    bad++;
    send(topic, task, value);
  }

  private void send(String topic, String task, SpecificRecord value) {
    send(topic, task, encode(topic, value));
  }

  private void send(String topic, String task, byte @Nullable [] value) {
    producer.send(new ProducerRecord<>(topic, task.getBytes(UTF_8), value));
  }

  @Override
  public void close() {
    service.close();
    producer.close();
    broker.close();
  }
}
