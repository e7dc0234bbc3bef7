package io.mixtide.app.service;

import static io.mixtide.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.config.Settings;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Query;
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
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A service with topics of its own on a test's broker, and what its users have: clients. */
final class TestService implements AutoCloseable {
  private final Map<String, String> all;
  private final Settings settings;
  private final Topics topics;
  private final Serializer<SpecificRecord> serializer;
  private final Producer<byte[], byte[]> producer;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Outputs outputs;

  @SuppressWarnings("NullAway.Init") // started after it is made, and again
  private Service service;

  /** Creates the topics, with two partitions; nothing runs yet. */
  TestService(String bootstrapServers, String name, String registry, Path stateDirectory) {
    this(bootstrapServers, name, registry, stateDirectory, Map.of());
  }

  /** The same with further settings. */
  TestService(
      String bootstrapServers,
      String name,
      String registry,
      Path stateDirectory,
      Map<String, String> more) {
    topics = new Topics(name + ".");
    all = new HashMap<>(more);
    all.put("bootstrap.servers", bootstrapServers);
    all.put("application.id", name);
    all.put("topic.prefix", topics.prefix());
    all.put("schema.registry.url", registry);
    all.put("state.dir", stateDirectory.toString());
    all.put("http.port", "0");
    settings = Settings.of(all);
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.create(2, (short) 1);
    }
    Serde<SpecificRecord> values = settings.valueSerde();
    serializer = values.serializer();
    producer =
        new KafkaProducer<>(
            settings.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    outputs = new Outputs(topics, settings.clientProperties(), values.deserializer());
  }

  /** Publishes a release and puts it in force. */
  Release activate(byte[] file) {
    Release release = ReleaseFile.read(file);
    publish(release.version(), file);
    releases().activate(release.version(), "test", "");
    return release;
  }

  void publish(String version, byte[] file) {
    releases().publish(new NewRelease(version, null, file, Map.of()));
  }

  ReleaseTopic releases() {
    return new ReleaseTopic(
        new ReleaseConnection(
            topics.releases(), settings.clientProperties(), settings.valueSerde()),
        InstantSource.system());
  }

  void start() {
    service = Service.start(settings);
  }

  /** Starts one more instance, with a state of its own; the caller closes it. */
  Service another(Path stateDirectory) {
    Map<String, String> own = new HashMap<>(all);
    own.put("state.dir", stateDirectory.toString());
    return Service.start(Settings.of(own));
  }

  void startAndWait() {
    start();
    awaitReady();
  }

  void awaitReady() {
    await().until(() -> service.notReady().isEmpty());
  }

  void stop() {
    service.close();
  }

  Service running() {
    return service;
  }

  Settings settings() {
    return settings;
  }

  Topics topics() {
    return topics;
  }

  Outputs outputs() {
    return outputs;
  }

  void observe(String task, double x, double y, Query... queries) {
    observe(task, Instant.EPOCH, x, y, queries);
  }

  void observe(String task, Instant eventTime, double x, double y, Query... queries) {
    send(
        topics.context(),
        task,
        new ContextEvent(
            null, eventTime, Vectors.doubles(x), Vectors.doubles(y), List.of(queries)));
  }

  /** The i-th x that tests observe a task at. */
  static double x(int i) {
    return Math.sin(i * 1.7);
  }

  /** The y that is observed there. */
  static double y(int i) {
    return Math.cos(i * 0.9);
  }

  /**
   * Observes a task from number {@code from} on until an observation is answered under a release.
   *
   * @return how often the task has been observed then
   */
  int observeUnder(Release release, String task, int from) {
    int sent = from;
    Posterior last;
    do {
      observe(task, x(sent), y(sent));
      sent++;
      last = outputs.posteriors(task, sent).getLast();
    } while (!last.getRelease().equals(release.version()));
    return sent;
  }

  /** Sends an observation to a partition of the sender's own choice. */
  void observeOn(int partition, String task, double x, double y) {
    byte[] value =
        encode(
            topics.context(),
            new ContextEvent(
                null, Instant.EPOCH, Vectors.doubles(x), Vectors.doubles(y), List.of()));
    producer.send(new ProducerRecord<>(topics.context(), partition, task.getBytes(UTF_8), value));
  }

  /** Ends a task. */
  void end(String task) {
    send(topics.context(), task, (byte[]) null);
  }

  RecordMetadata send(String topic, String task, SpecificRecord value) {
    return send(topic, task, encode(topic, value));
  }

  RecordMetadata send(String topic, String task, byte @Nullable [] value) {
    try {
      return producer.send(new ProducerRecord<>(topic, task.getBytes(UTF_8), value)).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] encode(String topic, SpecificRecord value) {
    return serializer.serialize(topic, value);
  }

  HttpResponse<String> get(String path) throws Exception {
    return get(service, path);
  }

  HttpResponse<String> get(Service instance, String path) throws Exception {
    return get(HttpRequest.newBuilder(uri(instance, path)));
  }

  /** Asks as another instance does: for what is on this one. */
  HttpResponse<String> getForwarded(Service instance, String path) throws Exception {
    return get(HttpRequest.newBuilder(uri(instance, path)).header("Mixtide-Forwarded", "1"));
  }

  private HttpResponse<String> get(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static URI uri(Service instance, String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(instance.httpPort(), path));
  }

  @Override
  public void close() {
    outputs.close();
    producer.close();
    client.close();
    if (service != null) {
      service.close();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .as("threads of the service")
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith(settings.applicationId() + "-"));
  }
}
