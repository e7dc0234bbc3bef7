package io.mixtide.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.ReferenceTask;
import io.mixtide.app.TestReleases;
import io.mixtide.app.embedded.DirectoryTree;
import io.mixtide.app.stack.Door;
import io.mixtide.app.stack.Stack;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.CloseReason;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.LoggedObservation;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.ShadowScore;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.Vectors;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
  private static final byte[] FIRST = TestReleases.file(1);
  private static final byte[] SECOND = TestReleases.file(2);

  private static Stack stack;

  @TempDir private Path state;
  private Door registry;
  private TestService service;

  @BeforeAll
  static void startStack() {
    stack = Stack.shared();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    registry = new Door(stack.registryUrl());
    service =
        new TestService(
            stack.bootstrapServers(),
            test.getTestMethod().orElseThrow().getName(),
            registry.url(),
            state);
  }

  @AfterEach
  void stop() {
    service.close();
    registry.close();
  }

  @Test
  void shouldGiveOnePosteriorForEveryObservationAndOnePredictionForEveryQuery() {
    Release release = service.activate(FIRST);
    service.startAndWait();
    for (int i = 0; i < 50; i++) {
      for (String task : List.of("a", "b", "c")) {
        service.observe(task, x(i), y(i), query("with it", 0.5));
      }
    }
    for (String task : List.of("a", "b", "c")) {
      List<Posterior> posteriors = service.outputs().posteriors(task, 50);
      List<Prediction> predictions = service.outputs().predictions(task, 50);
      ReferenceTask reference = new ReferenceTask(release);
      for (int i = 0; i < 50; i++) {
        reference.shouldGive(posteriors.get(i), x(i), y(i));
        reference.shouldGive(predictions.get(i));
      }
      service.send(
          service.topics().requests(),
          task,
          new PredictionRequest("r", List.of(query("q", -0.5), query(null, 0.25))));
      List<Prediction> answers = service.outputs().predictions(task, 52).subList(50, 52);
      answers.forEach(reference::shouldGive);
      assertThat(answers).extracting(Prediction::getRequestId).containsOnly("r");
      assertThat(answers).extracting(Prediction::getQueryId).containsExactly("q", null);
    }
    assertThat(service.outputs().deadLetters()).isEmpty();
  }

  @Test
  void shouldGiveADeadLetterForABadRecordAmongGoodOnes() {
    service.activate(FIRST);
    service.startAndWait();
    String topic = service.topics().context();
    service.observe("a", 0, 0);
    RecordMetadata malformed = service.send(topic, "a", new byte[] {1, 2, 3});
    RecordMetadata bad = service.send(topic, "a", event(null, Double.NaN));
    service.observe("a", 1, 1);
    service.outputs().posteriors("a", 2);
    List<DeadLetter> letters = service.outputs().deadLetters("a", 2);
    assertThat(letters)
        .extracting(DeadLetter::getReason)
        .containsExactly(DeadLetterReason.MALFORMED, DeadLetterReason.NOT_FINITE);
    assertThat(letters)
        .extracting(DeadLetter::getSourceOffset)
        .containsExactly(malformed.offset(), bad.offset());
    assertThat(letters)
        .extracting(DeadLetter::getSourcePartition)
        .containsOnly(malformed.partition());
    assertThat(letters).extracting(DeadLetter::getSourceTopic).containsOnly(topic);
  }

  @Test
  void shouldOutliveRecordsWhoseAnswersWouldBeTooLarge() {
    service.activate(FIRST);
    service.startAndWait();
    String topic = service.topics().context();
    String huge = "i".repeat(1_040_000);
    service.send(topic, "a", event(huge, 0));
    service.send(topic, huge, event(null, 0));
    service.send(topic, "a", event(null, 0, query(huge, 0)));
    service.send(service.topics().requests(), "a", new PredictionRequest(huge, List.of()));
    double[] levels = new double[120_000];
    Arrays.fill(levels, 0.5);
    service.send(topic, "a", event(null, 0, query(null, 0, levels)));
    service.observe("a", 1, 1);
    service.outputs().posteriors("a", 1);
    assertThat(service.outputs().deadLetters("a", 4))
        .extracting(DeadLetter::getReason)
        .containsExactlyInAnyOrder(
            DeadLetterReason.TOO_LARGE,
            DeadLetterReason.TOO_LARGE,
            DeadLetterReason.TOO_LARGE,
            DeadLetterReason.BAD_QUANTILE);
    DeadLetter ofHugeKey = service.outputs().deadLetters(huge.substring(0, 1024), 1).getFirst();
    assertThat(ofHugeKey.getReason()).isEqualTo(DeadLetterReason.TOO_LARGE);
    assertThat(ofHugeKey.getTruncated()).isTrue();
  }

  @Test
  void shouldKeepWhatArrivesBeforeAReleaseIsInForce() throws Exception {
    service.start();
    service.observe("a", 0.5, 1);
    HttpResponse<String> ready = service.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("no release is in force");
    assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(service.get("/tasks/a").statusCode()).isEqualTo(503);

    Release release = service.activate(FIRST);
    service.awaitReady();
    assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
    new ReferenceTask(release).shouldGive(service.outputs().posteriors("a", 1).getFirst(), 0.5, 1);
  }

  @Test
  void shouldSwitchReleasesInFlightAndBack() {
    Release first = service.activate(FIRST);
    service.startAndWait();
    int sent = observeUnder(first, 0);
    Release second = service.activate(SECOND);
    int switched = observeUnder(second, sent);
    service.activate(FIRST);
    int total = observeUnder(first, switched);

    List<Posterior> posteriors = service.outputs().posteriors("a", total);
    ReferenceTask underFirst = new ReferenceTask(first);
    ReferenceTask underSecond = new ReferenceTask(second);
    for (int i = 0; i < total; i++) {
      Posterior posterior = posteriors.get(i);
      if (posterior.getRelease().equals(first.version())) {
        underFirst.shouldGive(posterior, x(i), y(i));
        underSecond.observe(x(i), y(i));
      } else {
        underSecond.shouldGive(posterior, x(i), y(i));
        underFirst.observe(x(i), y(i));
      }
    }
    assertThat(posteriors.stream().map(Posterior::getRelease).distinct()).hasSize(2);
  }

  @Test
  void shouldGiveItsFormerPredictionsToTheBitAfterARollback() {
    Release first = service.activate(FIRST);
    service.startAndWait();
    for (int i = 0; i < 20; i++) {
      service.observe("a", x(i), y(i));
    }
    service.outputs().posteriors("a", 20);
    Prediction before = predictUnder(first);
    Release second = service.activate(SECOND);
    assertThat(predictUnder(second).getMeans()).isNotEqualTo(before.getMeans());
    service.releases().rollback("test", "");
    assertThat(predictUnder(first)).isEqualTo(before);

    // The release that a rollback went to is in force after a restart too, before there is traffic.
    service.stop();
    service.send(service.topics().requests(), "a", request());
    service.startAndWait();
    predicted++;
    assertThat(service.outputs().predictions("a", predicted).getLast()).isEqualTo(before);

    Release context = TestReleases.contextExperts(5, 3);
    byte[] file = TestReleases.file(context);
    service.activate(file);
    Prediction ofContext = predictUnder(context);
    service.activate(SECOND);
    predictUnder(second);
    service.releases().rollback("test", "");
    assertThat(predictUnder(context)).isEqualTo(ofContext);
  }

  private int predicted;

  private static PredictionRequest request() {
    return new PredictionRequest("r", List.of(query("q", 0.5, 0.1, 0.9)));
  }

  /** Asks for the same prediction until it is answered under the release. */
  private Prediction predictUnder(Release release) {
    Prediction last;
    do {
      service.send(service.topics().requests(), "a", request());
      predicted++;
      last = service.outputs().predictions("a", predicted).getLast();
    } while (!last.getRelease().equals(release.version()));
    return last;
  }

  @Test
  void shouldStayWithTheFormerReleaseIfAnUnfitOneIsActivated() throws Exception {
    Release first = service.activate(FIRST);
    service.startAndWait();
    service.activate(TestReleases.withWeights(first, 1e30f));
    service.observe("a", 0, 0);
    assertThat(service.outputs().posteriors("a", 1).getFirst().getRelease())
        .isEqualTo(first.version());
    Release third = service.activate(TestReleases.file(3));
    observeUnder(third, 1);
  }

  @Test
  void shouldRunAReleaseInTheShadowAndPutItInForce() throws Exception {
    Release first = service.activate(FIRST);
    Release second = ReleaseFile.read(SECOND);
    service.publish(second.version(), SECOND);
    service.startAndWait();
    service.observe("a", x(0), y(0));
    service.outputs().posteriors("a", 1);
    service.releases().shadow(second.version(), 1, "test", "try");
    assertThat(json("/releases").at("/shadow/version").asText()).isEqualTo(second.version());
    await().atMost(TestService.PATIENCE).until(() -> service.running().shadow().isPresent());

    service.observe("a", x(1), y(1));
    ShadowScore score = service.outputs().shadowScores("a", 1).getFirst();
    ReferenceTask reference = new ReferenceTask(second);
    reference.observe(x(0), y(0));
    assertThat(score.getLogScore())
        .isEqualTo(
            reference.observe(x(1), y(1))
                + second.standardisation().logDensityOffset(new double[] {y(1)}, 0));
    Posterior posterior = service.outputs().posteriors("a", 2).getLast();
    assertThat(posterior.getRelease()).isEqualTo(first.version());
    assertThat(score.getLogScoreInForce()).isEqualTo(posterior.getLogScore());

    service.releases().promoteShadow("test", "better");
    observeUnder(second, 2);
    assertThat(json("/releases").path("shadow").isMissingNode()).isTrue();
  }

  /** Sends observations from number {@code from} until one is answered under the release. */
  private int observeUnder(Release release, int from) {
    int sent = from;
    Posterior last;
    do {
      service.observe("a", x(sent), y(sent));
      sent++;
      last = service.outputs().posteriors("a", sent).getLast();
    } while (!last.getRelease().equals(release.version()));
    return sent;
  }

  @Test
  void shouldStayWithTheFormerReleaseIfADamagedOneIsActivated() {
    Release first = service.activate(FIRST);
    service.startAndWait();
    byte[] damaged = SECOND.clone();
    damaged[damaged.length - 1] ^= 1;
    String version = ReleaseFile.read(SECOND).version();
    service.publish(version, damaged);
    service.releases().activate(version, "test", "");
    service.observe("a", 0, 0);
    assertThat(service.outputs().posteriors("a", 1).getFirst().getRelease())
        .isEqualTo(first.version());
    Release third = service.activate(TestReleases.file(3));
    observeUnder(third, 1);
  }

  @Test
  void shouldGoOnWhereItWasAfterARestartWithAndWithoutItsState() {
    Release release = service.activate(FIRST);
    service.startAndWait();
    ReferenceTask reference = new ReferenceTask(release);
    observe(reference, 0, 20);
    service.stop();
    service.observe("a", x(20), y(20));

    long start = System.nanoTime();
    service.startAndWait();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    reference.shouldGive(service.outputs().posteriors("a", 21).getLast(), x(20), y(20));
    observe(reference, 21, 30);
    service.stop();

    DirectoryTree.delete(state);
    service.startAndWait();
    observe(reference, 30, 40);
    service.outputs().posteriors("a", 40);
    Release second = service.activate(SECOND);
    int total = observeUnder(second, 40);
    ReferenceTask anew = new ReferenceTask(second);
    for (int i = 0; i < total - 1; i++) {
      anew.observe(x(i), y(i));
    }
    anew.shouldGive(service.outputs().posteriors("a", total).getLast(), x(total - 1), y(total - 1));
  }

  private void observe(ReferenceTask reference, int from, int to) {
    for (int i = from; i < to; i++) {
      service.observe("a", x(i), y(i));
    }
    List<Posterior> posteriors = service.outputs().posteriors("a", to);
    for (int i = from; i < to; i++) {
      reference.shouldGive(posteriors.get(i), x(i), y(i));
    }
  }

  @Test
  void shouldLogClosedTasksOnceOverRestartsWithAndWithoutState() {
    Release release = service.activate(FIRST);
    service.startAndWait();
    service.observe("idle", x(0), y(0));
    service.observe("ended", x(0), y(0));
    service.end("ended");
    service.end("unknown");
    assertThat(service.outputs().logs("ended", 1))
        .containsExactly(log(release, CloseReason.END, 1));
    service.outputs().posteriors("idle", 1);
    service.stop();

    DirectoryTree.delete(state);
    service.startAndWait();
    passADay();
    assertThat(service.outputs().logs("idle", 1))
        .containsExactly(log(release, CloseReason.IDLE, 1));
    service.stop();

    service.startAndWait();
    service.observe("idle", x(1), y(1));
    service.end("idle");
    service.end("ended");
    assertThat(service.outputs().logs("idle", 2).getLast())
        .isEqualTo(log(release, CloseReason.END, 2));
    service.outputs().logs("ended", 1);
    service.outputs().logs("unknown", 0);
    assertThat(service.outputs().deadLetters()).isEmpty();
  }

  /** On every partition. */
  private void passADay() {
    for (int i = 0; i < 10; i++) {
      service.observe("another" + i, Instant.EPOCH.plus(Duration.ofDays(1)), 0, 0);
    }
  }

  private static TaskLog log(Release release, CloseReason reason, int observations) {
    return new TaskLog(
        release.version(),
        reason,
        IntStream.range(0, observations)
            .mapToObj(i ->
                new LoggedObservation(
                    i + 1L, null, Instant.EPOCH, Vectors.doubles(x(i)), Vectors.doubles(y(i))))
            .toList());
  }

  @Test
  void shouldAnswerOverHttp() throws Exception {
    Release release = service.activate(FIRST);
    service.startAndWait();
    service.observe("a/b", 0.5, 1);
    service.outputs().posteriors("a/b", 1);

    JsonNode task = json("/tasks/a%2Fb?x=0.25&x=1");
    assertThat(task.path("task").asText()).isEqualTo("a/b");
    assertThat(task.path("release").asText()).isEqualTo(release.version());
    assertThat(task.path("contextSize").asInt()).isEqualTo(1);
    assertThat(task.path("predictions")).hasSize(2);
    ReferenceTask reference = new ReferenceTask(release);
    reference.observe(0.5, 1);
    assertThat(new JsonMapper().convertValue(task.path("alpha"), float[].class))
        .isEqualTo(reference.state().alpha());

    assertThat(service.get("/tasks/nobody").statusCode()).isEqualTo(404);
    assertThat(service.get("/tasks/nobody").body()).contains("nobody");
    for (String x : List.of("abc", "", "1,2", "NaN", "1e300")) {
      HttpResponse<String> refused = service.get("/tasks/a%2Fb?x=" + x);
      assertThat(refused.statusCode()).as(x).isEqualTo(400);
      assertThat(refused.body()).contains("x must");
    }
    JsonNode releases = json("/releases");
    assertThat(releases.at("/inForce/version").asText()).isEqualTo(release.version());
    assertThat(releases.at("/published/0/version").asText()).isEqualTo(release.version());
    assertThat(service.get("/metrics").body())
        .contains("kafka_stream_thread_process_total", "jvm_memory");
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> response = service.get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonMapper().readTree(response.body());
  }

  @Test
  void shouldWaitForARegistryThatIsAwayAndLoseNothing() {
    service.activate(FIRST);
    service.startAndWait();
    byte[] encoded = service.encode(service.topics().context(), event(null, 0.5));
    registry.goAway();
    for (int i = 0; i < 10; i++) {
      service.send(service.topics().context(), "a", encoded);
    }
    await().atMost(TestService.PATIENCE).until(() -> service.running().notReady().isPresent());
    registry.comeBack();
    service.outputs().posteriors("a", 10);
    assertThat(service.outputs().deadLetters()).isEmpty();
  }

  private static double x(int i) {
    return Math.sin(i * 1.7);
  }

  private static double y(int i) {
    return Math.cos(i * 0.9);
  }

  private static SpecificRecord event(@Nullable String id, double x, Query... queries) {
    return new ContextEvent(
        id, Instant.EPOCH, Vectors.doubles(x), Vectors.doubles(0), List.of(queries));
  }

  private static Query query(@Nullable String id, double x, double... levels) {
    return new Query(id, Vectors.doubles(x), Vectors.doubles(levels));
  }
}
