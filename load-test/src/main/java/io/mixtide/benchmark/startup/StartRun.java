package io.mixtide.benchmark.startup;

import io.mixtide.app.cli.Main;
import io.mixtide.app.cli.ReleaseFromFile;
import io.mixtide.app.config.Settings;
import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.app.embedded.DirectoryTree;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.app.embedded.SchemaRegistryServer;
import io.mixtide.app.topics.CommittedReader;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.benchmark.startup.StartResult.Start;
import io.mixtide.process.ChildJvm;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.Vectors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker, and the service as a process beside it that is started again and again. */
final class StartRun implements AutoCloseable {
  private static final int HEAP_MIB = 512;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern SERVES = Pattern.compile("mixtide serves (http://\\S+)");

  private final Path directory;
  private final SchemaRegistryServer registry = new SchemaRegistryServer();
  private final EmbeddedBroker broker = EmbeddedBroker.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Settings settings;
  private int starts;

  StartRun() throws IOException {
    directory = Files.createTempDirectory("mixtide-start-");
    settings =
        Settings.of(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "schema.registry.url", registry.url(),
                "state.dir", directory.resolve("state").toString()));
    Topics topics = new Topics(settings.topicPrefix());
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.create(1, (short) 1);
    }
    Path release = Files.write(directory.resolve("release"), ShippedReleases.firstWeeks());
    ReleaseFromFile.read(release).putInForce(settings, "the shipped release");
  }

  /**
   * Starts the service, has it answer once, and stops it gracefully.
   *
   * @param flags further ones of its JVM
   */
  Start start(List<String> flags) throws IOException, InterruptedException {
    starts++;
    Path log = directory.resolve("log-" + starts);
    List<String> arguments =
        List.of(
            "serve",
            "--bootstrap-servers=" + broker.bootstrapServers(),
            "--schema-registry-url=" + registry.url(),
            "--state-dir=" + settings.stateDir(),
            "--http-port=0");
    List<String> all = new ArrayList<>(flags);
    all.add("-XX:+UseG1GC");
    try (ChildJvm jvm = new ChildJvm(log, HEAP_MIB, all, Main.class.getName(), arguments)) {
      long begun = System.nanoTime();
      jvm.start();
      awaitReady(log);
      long ready = System.nanoTime();
      answer();
      long answered = System.nanoTime();
      jvm.stop(PATIENCE);
      return new Start((ready - begun) / 1e9, (answered - ready) / 1e9);
    }
  }

  private void awaitReady(Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady(log)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the service is not ready: " + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private boolean isReady(Path log) throws IOException, InterruptedException {
    Matcher serves = SERVES.matcher(Files.exists(log) ? Files.readString(log) : "");
    return serves.find()
        && http.send(
                    HttpRequest.newBuilder(URI.create(serves.group(1) + "/health/ready")).build(),
                    HttpResponse.BodyHandlers.discarding())
                .statusCode()
            == 200;
  }

  private void answer() throws InterruptedException {
    Topics topics = new Topics(settings.topicPrefix());
    CountDownLatch answered = new CountDownLatch(1);
    Map<String, Object> client = new HashMap<>(settings.clientProperties());
    try (CommittedReader _ =
            new CommittedReader(
                List.of(topics.posteriors()),
                client,
                settings.<SpecificRecord>valueSerde().deserializer(),
                _ -> answered.countDown());
        Producer<String, SpecificRecord> producer =
            new KafkaProducer<>(
                client,
                new StringSerializer(),
                settings.<SpecificRecord>valueSerde().serializer())) {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  topics.context(),
                  "task " + starts,
                  new ContextEvent(
                      null, Instant.EPOCH, Vectors.doubles(12), Vectors.doubles(60), List.of())));
      if (!answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the service does not answer");
      }
    }
  }

  @Override
  public void close() {
    http.close();
    broker.close();
    registry.close();
    DirectoryTree.delete(directory);
  }
}
