package io.mixtide.app.topology;

import static io.mixtide.schemas.Vectors.doubles;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.model.evaluation.Score;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.ShadowScore;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.serde.AvroSerde;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The topology in a test driver, with senders and readers of its topics. */
@SuppressWarnings("NullAway.Init") // JUnit calls start() first
abstract class TopologyFixture {
  static final Topics TOPICS = new Topics();
  static final int MAX_QUERIES = 3;
  static final int MAX_BYTES = 2000;

  /** The release in force, to be set before the first record. */
  final AtomicReference<Release> inForce = new AtomicReference<>();

  /** The release in the shadow, none at first. */
  final AtomicReference<Optional<Shadow>> shadow = new AtomicReference<>(Optional.empty());

  AvroSerde<SpecificRecord> values;
  TopologyTestDriver driver;
  TestInputTopic<byte[], byte[]> context;
  TestInputTopic<byte[], byte[]> requests;

  @BeforeEach
  void start(@TempDir Path directory) {
    values = new AvroSerde<>();
    values.configure(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()), false);
    AdaptationOptions options =
        new AdaptationOptions(
            TOPICS,
            values,
            inForce::get,
            shadow::get,
            new VectorKernels(),
            new AlertPolicy(Score.MUTUAL_INFORMATION, 60, 40, 40, 60),
            MAX_QUERIES,
            MAX_BYTES);
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    AdaptationTopology.configure(properties, options);
    driver = new TopologyTestDriver(AdaptationTopology.build(options), properties);
    context = input(TOPICS.context());
    requests = input(TOPICS.requests());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  static Query query(@Nullable String id, double x, double... quantiles) {
    return new Query(id, doubles(x), doubles(quantiles));
  }

  static ContextEvent event(@Nullable String id, double x, double y, Query... queries) {
    return new ContextEvent(id, Instant.EPOCH, doubles(x), doubles(y), List.of(queries));
  }

  void observe(String task, double x, double y) {
    send(context, task, event(null, x, y));
  }

  void send(TestInputTopic<byte[], byte[]> topic, String task, SpecificRecord value) {
    topic.pipeInput(task.getBytes(UTF_8), values.serializer().serialize("any", value));
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  List<KeyValue<String, Posterior>> posteriors() {
    return output(TOPICS.posteriors(), Posterior.class);
  }

  List<KeyValue<String, Prediction>> predictions() {
    return output(TOPICS.predictions(), Prediction.class);
  }

  List<KeyValue<String, AmbiguityEvent>> alerts() {
    return output(TOPICS.ambiguity(), AmbiguityEvent.class);
  }

  List<KeyValue<String, DeadLetter>> deadLetters() {
    return output(TOPICS.deadLetters(), DeadLetter.class);
  }

  List<KeyValue<String, ShadowScore>> shadowScores() {
    return output(TOPICS.shadowScores(), ShadowScore.class);
  }

  private <T extends SpecificRecord> List<KeyValue<String, T>> output(String topic, Class<T> type) {
    TestOutputTopic<String, SpecificRecord> output =
        driver.createOutputTopic(topic, new StringDeserializer(), values.deserializer());
    return output.readKeyValuesToList().stream()
        .map(record -> KeyValue.pair(record.key, type.cast(record.value)))
        .toList();
  }
}
