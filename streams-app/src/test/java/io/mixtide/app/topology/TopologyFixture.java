package io.mixtide.app.topology;

import static io.mixtide.schemas.Vectors.doubles;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.model.engine.EngineChoice;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.AmbiguityEvent;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DriftEvent;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.ShadowScore;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.serde.AvroSerde;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
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

  /** How many records are inferred together; {@link #restart()} takes a change. */
  int batchRecords = 16;

  /** What this thread has polled: nothing, unless a test adds it. */
  final PolledRecords polled = new PolledRecords();

  /** What infers; {@link #restart()} takes a change. */
  EngineChoice engine = EngineChoice.of("vector");

  /** When tasks are closed and labels withheld; {@link #restart()} takes a change. */
  ClosePolicy closing = new ClosePolicy(Duration.ofDays(1), 10_000);

  LabelPolicy labels = new LabelPolicy(LabelPolicy.UNLIMITED, Duration.ofHours(1));

  /** The release in the shadow, none at first. */
  final AtomicReference<Optional<Shadow>> shadow = new AtomicReference<>(Optional.empty());

  AvroSerde<SpecificRecord> values;
  TopologyTestDriver driver;
  TestInputTopic<byte[], byte[]> context;
  TestInputTopic<byte[], byte[]> requests;

  private final Properties given = new Properties();

  @BeforeEach
  void start(@TempDir Path directory) {
    values = new AvroSerde<>();
    values.configure(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()), false);
    given.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    given.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    start();
  }

  private void start() {
    AdaptationOptions options = options();
    Properties properties = new Properties();
    properties.putAll(given);
    AdaptationTopology.configure(properties, options);
    driver = new TopologyTestDriver(AdaptationTopology.build(options), properties);
    context = input(TOPICS.context());
    requests = input(TOPICS.requests());
  }

  /** The serde of the topology's values. */
  Serde<SpecificRecord> serde() {
    return values;
  }

  AdaptationOptions options() {
    return new AdaptationOptions(
        TOPICS,
        serde(),
        inForce::get,
        shadow::get,
        engine,
        batchRecords,
        polled,
        new AlertPolicy(Score.MUTUAL_INFORMATION, 60, 40, 40, 60),
        labels,
        closing,
        1e6,
        MAX_QUERIES,
        MAX_BYTES,
        AdaptationListener.NONE);
  }

  /** Starts a new topology with what the former one stored; outputs not read are lost. */
  void restart() {
    Map<String, List<KeyValue<Object, Object>>> contents = new HashMap<>();
    driver.getAllStateStores().keySet().forEach(name -> contents.put(name, contents(name)));
    driver.close();
    start();
    contents.forEach((name, entries) ->
        entries.forEach(entry -> driver.getKeyValueStore(name).put(entry.key, entry.value)));
  }

  /** All entries of a store in their order. */
  List<KeyValue<Object, Object>> contents(String store) {
    List<KeyValue<Object, Object>> entries = new ArrayList<>();
    try (KeyValueIterator<Object, Object> iterator = driver.getKeyValueStore(store).all()) {
      iterator.forEachRemaining(entries::add);
    }
    return entries;
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

  /** Observes (0, 0) at an hour since 1970, recorded a second after. */
  void observeAt(double hour, String task) {
    observeAt(hour, Duration.ofSeconds(1), task);
  }

  void observeAt(double hour, Duration recordedAfter, String task) {
    Instant time = Instant.EPOCH.plusMillis(Math.round(hour * 3_600_000));
    observeAt(time, time.plus(recordedAfter), task);
  }

  void observeAt(Instant eventTime, Instant recordTime, String task) {
    ContextEvent event = new ContextEvent(null, eventTime, doubles(0), doubles(0), List.of());
    byte[] value = values.serializer().serialize(event.getSchema().getName(), event);
    context.pipeInput(task.getBytes(UTF_8), value, recordTime);
  }

  /** Ends a task. */
  void end(String task) {
    context.pipeInput(task.getBytes(UTF_8), (byte[]) null);
  }

  void send(TestInputTopic<byte[], byte[]> topic, String task, SpecificRecord value) {
    topic.pipeInput(
        task.getBytes(UTF_8), values.serializer().serialize(value.getSchema().getName(), value));
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

  List<KeyValue<String, TaskLog>> logs() {
    return output(TOPICS.taskLog(), TaskLog.class);
  }

  List<KeyValue<String, DriftEvent>> drifts() {
    return output(TOPICS.drift(), DriftEvent.class);
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
