package io.mixtide.app.trainer;

import static io.mixtide.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.app.TestReleases;
import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.app.service.Service;
import io.mixtide.app.stack.Stack;
import io.mixtide.app.topics.CommittedReader;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.app.trainer.RoundResult.Ending;
import io.mixtide.model.data.ClusteredFamily;
import io.mixtide.model.data.Task;
import io.mixtide.model.random.RandomStream;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.model.retraining.TaskSplit;
import io.mixtide.schemas.CloseReason;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.DriftEvent;
import io.mixtide.schemas.DriftStatistic;
import io.mixtide.schemas.LoggedObservation;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRefusal;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.Topics;
import io.mixtide.schemas.Vectors;
import io.mixtide.testing.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final byte[] FIRST = TestReleases.file(1);
  private static final Release PARENT = ReleaseFile.read(FIRST);
  private static final List<Task> TASKS = ClusteredFamily.generate(400, 12, 5).tasks();

  private static Stack broker;

  @TempDir private Path directory;
  private Topics topics;
  private Map<String, String> values;
  private ReleaseTopic releases;
  private Producer<byte[], byte[]> producer;

  /** Writes down what a trainer does. */
  private static final class Recorder implements TrainerListener {
    final List<RoundResult> ended = new CopyOnWriteArrayList<>();
    final List<Integer> steps = new CopyOnWriteArrayList<>();
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch standsBy = new CountDownLatch(1);

    @Override
    public void standsBy() {
      standsBy.countDown();
    }

    @Override
    public void progressed(RoundPlan plan, int step) {
      steps.add(step);
      begun.countDown();
    }

    @Override
    public void ended(RoundResult result) {
      ended.add(result);
    }

    RoundResult result() {
      await().until(() -> !ended.isEmpty());
      return ended.getFirst();
    }
  }

  @BeforeAll
  static void startBroker() {
    broker = Stack.shared();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    topics = new Topics(name + ".");
    values =
        new HashMap<>(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "application.id", name,
                "topic.prefix", topics.prefix(),
                "schema.registry.url", "mock://trainer",
                "trainer.steps", "150",
                "trainer.learning.rate", "0.01",
                "trainer.new.tasks", "400"));
    Settings settings = settings("a");
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.create(2, (short) 1);
    }
    releases =
        new ReleaseTopic(
            new ReleaseConnection(
                topics.releases(), settings.clientProperties(), settings.valueSerde()),
            InstantSource.system());
    releases.publish(new NewRelease(PARENT.version(), null, FIRST, Map.of()));
    releases.activate(PARENT.version(), "test", "");
    producer =
        new KafkaProducer<>(
            settings.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void closeProducer() {
    producer.close();
  }

  @Test
  void shouldReleaseWhatLearntFromTheLogAndSayFromWhat() {
    log(TASKS);
    Recorder recorder = new Recorder();
    try (Trainer _ = Trainer.start(settings("a"), recorder)) {
      RoundResult result = recorder.result();
      assertThat(result.reasons()).isEmpty();
      assertThat(result.ending()).isEqualTo(Ending.RELEASED);
      assertThat(inForce()).isEqualTo(result.version());
      ReleaseManifest manifest = releases.catalog().manifest(inForce()).orElseThrow();
      assertThat(manifest.getParent()).isEqualTo(PARENT.version());
      assertThat(manifest.getMetadata().get("gate")).contains("\"accepted\":true", "gainLow");
      Release release = ReleaseFile.read(releases.read(inForce()).file());
      assertThat(release.parent()).isEqualTo(PARENT.version());
      assertThat(release.provenance().data())
          .hasSize(2)
          .allMatch(name -> name.matches(".*task-log-[01]\\[0,[0-9]+\\)"));
      assertThat(release.provenance().trainingTasks()).isBetween(224, 288);
      assertThat(recorder.steps).hasSize(10);
    }
  }

  @Test
  void shouldRefuseWhatIsNoBetterAndWriteItDown() {
    log(withNoiseToLearnFrom());
    Recorder recorder = new Recorder();
    try (Trainer _ = Trainer.start(settings("a"), recorder)) {
      RoundResult result = recorder.result();
      assertThat(result.ending()).isEqualTo(Ending.REFUSED);
      assertThat(inForce()).isEqualTo(PARENT.version());
      assertThat(releases.catalog().manifests()).hasSize(1);
      ReleaseRefusal refusal = releases.catalog().refusals().getFirst();
      assertThat(refusal.getVersion()).isEqualTo(result.version());
      assertThat(refusal.getParent()).isEqualTo(PARENT.version());
      assertThat(refusal.getReasons().getFirst()).startsWith("it is not better beyond doubt");
      assertThat(refusal.getMetadata().get("gate")).contains("\"accepted\":false");
    }
  }

  @Test
  void shouldGoOnAfterARestartAndComeToTheSameRelease() throws Exception {
    values.put("trainer.steps", "1500");
    log(TASKS);
    Recorder interrupted = new Recorder();
    try (Trainer _ = Trainer.start(settings("a"), interrupted)) {
      interrupted.begun.await();
    }
    assertThat(interrupted.ended).isEmpty();
    // What arrives meanwhile is for the next round.
    log(ClusteredFamily.generate(430, 12, 6).tasks().subList(400, 430));
    Recorder resumed = new Recorder();
    try (Trainer _ = Trainer.start(settings("a"), resumed)) {
      resumed.result();
    }
    assertThat(resumed.steps).as("only the rest of the steps").hasSizeLessThan(10);
    releases.activate(PARENT.version(), "test", "");

    RoundPlan plan = resumed.result().plan();
    String former = resumed.result().version();
    Recorder whole = new Recorder();
    try (TaskLogStore store =
        TaskLogStore.open(directory.resolve("whole").resolve("tasks"), 1 << 30, 0)) {
      copy(store, plan);
    }
    values.put("application.id", "whole");
    try (Trainer _ = Trainer.start(settings("whole"), whole)) {
      assertThat(whole.result().version()).isEqualTo(former);
    }
    assertThat(whole.steps).hasSize(10);
  }

  @Test
  void shouldStandByAndTakeOverWhenTheOtherIsGone() throws Exception {
    values.put("trainer.steps", "100000");
    log(TASKS);
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    Trainer owner = Trainer.start(settings("a"), first);
    first.begun.await();
    values.put("trainer.steps", "150");
    try (Trainer _ = Trainer.start(settings("b"), second)) {
      assertThat(second.standsBy.await(Patience.TIME.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(second.steps).isEmpty();
      owner.close();
      assertThat(second.result().ending()).isEqualTo(Ending.RELEASED);
    }
    assertThat(first.ended).isEmpty();
    assertThat(first.standsBy.getCount()).isOne();
    assertThat(inForce()).isEqualTo(second.result().version());
  }

  @Test
  void shouldGiveUpARoundWhoseParentIsNoLongerInForce() throws Exception {
    values.put("trainer.steps", "100000");
    log(TASKS);
    byte[] other = TestReleases.file(2);
    String version = ReleaseFile.read(other).version();
    Recorder recorder = new Recorder();
    try (Trainer _ = Trainer.start(settings("a"), recorder)) {
      recorder.begun.await();
      releases.publish(new NewRelease(version, null, other, Map.of()));
      releases.activate(version, "test", "");
      RoundResult result = recorder.result();
      assertThat(result.ending()).isEqualTo(Ending.ABANDONED);
      assertThat(result.reasons())
          .containsExactly("release %s is no longer in force".formatted(PARENT.version()));
    }
  }

  @Test
  void shouldPassOverWhatIsOfNoUseAndStartWhenTasksDrift() {
    values.put("trainer.new.tasks", "100000");
    List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    Settings settings = settings("a");
    try (CommittedReader _ =
        new CommittedReader(
            List.of(topics.deadLetters()),
            settings.clientProperties(),
            settings.<SpecificRecord>valueSerde().deserializer(),
            record -> letters.add((DeadLetter) record.value()))) {
      log(TASKS);
      send(topics.taskLog(), "malformed", new byte[] {1, 2});
      send("wide", taskLog(new double[][] {{1, 2}}, new double[][] {{1}}));
      send("nan", taskLog(new double[][] {{1}}, new double[][] {{Double.NaN}}));
      send("empty", taskLog(new double[0][], new double[0][]));
      Recorder recorder = new Recorder();
      try (Trainer _ = Trainer.start(settings, recorder)) {
        await().until(() -> letters.size() == 4);
        assertThat(letters)
            .extracting(DeadLetter::getReason)
            .containsExactlyInAnyOrder(
                DeadLetterReason.MALFORMED,
                DeadLetterReason.WRONG_WIDTH,
                DeadLetterReason.NOT_FINITE,
                DeadLetterReason.MALFORMED);
        assertThat(recorder.steps).isEmpty();
        drift("another release");
        drift(PARENT.version());
        RoundResult result = recorder.result();
        assertThat(result.plan().reason())
            .isEqualTo("tasks have drifted from release " + PARENT.version());
        assertThat(result.ending()).isEqualTo(Ending.RELEASED);
      }
    }
  }

  @Test
  void shouldLearnInTheServiceFromWhatTheServiceLogs() {
    values.putAll(
        Map.of(
            "trainer.enabled", "true",
            "trainer.steps", "150",
            "task.max.observations", "12",
            "state.dir", directory.resolve("state").toString(),
            "http.port", "0"));
    for (Task task : TASKS) {
      for (int i = 0; i < task.size(); i++) {
        ContextEvent event =
            ContextEvent.newBuilder()
                .setEventTime(Instant.EPOCH)
                .setX(Vectors.doubles(task.xOf(i)))
                .setY(Vectors.doubles(task.yOf(i)))
                .build();
        send(topics.context(), task.name(), encode(topics.context(), event));
      }
    }
    try (Service _ = Service.start(settings("a"))) {
      // Each look reads the whole topic of releases.
      await().pollInterval(Duration.ofSeconds(1)).until(() -> !inForce().equals(PARENT.version()));
    }
    assertThat(releases.catalog().manifest(inForce()).orElseThrow().getParent())
        .isEqualTo(PARENT.version());
  }

  @Test
  void shouldSayThatAnotherTrainerHasTheDirectory() {
    try (Trainer _ = Trainer.start(settings("a"), TrainerListener.NONE)) {
      assertThatThrownBy(() -> Trainer.start(settings("a"), TrainerListener.NONE))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("trainer.dir");
    }
  }

  private Settings settings(String trainer) {
    Map<String, String> all = new HashMap<>(values);
    all.put("trainer.dir", directory.resolve(trainer).toString());
    return Settings.of(all);
  }

  private String inForce() {
    return releases.catalog().activation().orElseThrow().getVersion();
  }

  /** Fills a store with what the round began from. */
  private void copy(TaskLogStore store, RoundPlan plan) {
    try (TaskLogStore from =
        TaskLogStore.open(directory.resolve("a").resolve("tasks"), 1 << 30, 0)) {
      LinkedHashMap<String, byte[]> logs = new LinkedHashMap<>();
      from.forEach((name, value) -> {
        if (logs.size() < TASKS.size()) {
          logs.put(name, value);
        }
      });
      store.add(new TaskLogStore.Intake(logs, logs.size(), 0, null, plan.stretches()));
      store.begin(plan);
    }
  }

  /** What is trained on has y's that say nothing; what is judged by is as it was. */
  private static List<Task> withNoiseToLearnFrom() {
    return TASKS.stream()
        .map(task ->
            TaskSplit.partOf(task.name(), 0.2) == TaskSplit.Part.TRAINING ? noise(task) : task)
        .toList();
  }

  private static Task noise(Task task) {
    double[] y = RandomStream.of(task.firstRow()).doubles(task.size(), -30, 30).toArray();
    return new Task(task.name(), null, 1, 1, task.x(), y, Task.NO_CONTEXT_SIZE, task.firstRow());
  }

  private void log(List<Task> tasks) {
    for (Task task : tasks) {
      send(
          task.name(),
          taskLog(
              IntStream.range(0, task.size()).mapToObj(task::xOf).toArray(double[][]::new),
              IntStream.range(0, task.size()).mapToObj(task::yOf).toArray(double[][]::new)));
    }
    producer.flush();
  }

  private static TaskLog taskLog(double[][] x, double[][] y) {
    return new TaskLog(
        PARENT.version(),
        CloseReason.IDLE,
        IntStream.range(0, x.length)
            .mapToObj(i ->
                new LoggedObservation(
                    i + 1L, null, Instant.EPOCH, Vectors.doubles(x[i]), Vectors.doubles(y[i])))
            .toList());
  }

  private void drift(String release) {
    send(
        topics.drift(),
        release,
        encode(
            topics.drift(),
            new DriftEvent(
                release,
                DriftStatistic.NOVELTY,
                0,
                9.0,
                8.0,
                100L,
                0.2,
                0.1,
                0.05,
                -2.0,
                -1.0,
                "c1",
                Instant.EPOCH)));
  }

  private void send(String task, SpecificRecord value) {
    send(topics.taskLog(), task, encode(topics.taskLog(), value));
  }

  private byte[] encode(String topic, SpecificRecord value) {
    return settings("a").<SpecificRecord>valueSerde().serializer().serialize(topic, value);
  }

  private void send(String topic, String key, byte[] value) {
    var _ = producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value));
  }
}
