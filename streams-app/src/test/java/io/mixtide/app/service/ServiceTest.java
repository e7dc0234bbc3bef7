package io.mixtide.app.service;

import static io.mixtide.app.service.TestService.x;
import static io.mixtide.app.service.TestService.y;
import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.ReferenceTask;
import io.mixtide.app.TestReleases;
import io.mixtide.app.stack.Stack;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.ShadowScore;
import io.mixtide.schemas.Vectors;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
  private static final byte[] FIRST = TestReleases.file(1);
  private static final byte[] SECOND = TestReleases.file(2);

  @TempDir private static Path state;
  private static TestService service;

  /** A task of the test's own. */
  private String task;

  private Release first;

  @BeforeAll
  static void startService() {
    Stack stack = Stack.shared();
    service = new TestService(stack.bootstrapServers(), "service", stack.registryUrl(), state);
    service.activate(FIRST);
    service.startAndWait();
  }

  /** Whatever the test before left in force. */
  @BeforeEach
  void putFirstInForce(TestInfo test) {
    task = test.getTestMethod().orElseThrow().getName();
    first = service.activate(FIRST);
    await().until(() -> json("/releases").at("/inForce/version").asText().equals(first.version()));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void shouldGiveOnePosteriorForEveryObservationAndOnePredictionForEveryQuery() {
    List<String> tasks = List.of(task, task + " b", task + " c");
    for (int i = 0; i < 50; i++) {
      for (String each : tasks) {
        service.observe(each, x(i), y(i), query("with it", 0.5));
      }
    }
    for (String each : tasks) {
      List<Posterior> posteriors = service.outputs().posteriors(each, 50);
      List<Prediction> predictions = service.outputs().predictions(each, 50);
      ReferenceTask reference = new ReferenceTask(first);
      for (int i = 0; i < 50; i++) {
        reference.shouldGive(posteriors.get(i), x(i), y(i));
        reference.shouldGive(predictions.get(i));
      }
      service.send(
          service.topics().requests(),
          each,
          new PredictionRequest("r", List.of(query("q", -0.5), query(null, 0.25))));
      List<Prediction> answers = service.outputs().predictions(each, 52).subList(50, 52);
      answers.forEach(reference::shouldGive);
      assertThat(answers).extracting(Prediction::getRequestId).containsOnly("r");
      assertThat(answers).extracting(Prediction::getQueryId).containsExactly("q", null);
      assertThat(service.outputs().deadLetters(each, 0)).isEmpty();
    }
  }

  @Test
  void shouldGiveADeadLetterForABadRecordAmongGoodOnes() {
    String topic = service.topics().context();
    service.observe(task, 0, 0);
    RecordMetadata malformed = service.send(topic, task, new byte[] {1, 2, 3});
    RecordMetadata bad = service.send(topic, task, event(null, Double.NaN));
    service.observe(task, 1, 1);
    service.outputs().posteriors(task, 2);
    List<DeadLetter> letters = service.outputs().deadLetters(task, 2);
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
    String topic = service.topics().context();
    String huge = "i".repeat(1_040_000);
    service.send(topic, task, event(huge, 0));
    service.send(topic, huge, event(null, 0));
    service.send(topic, task, event(null, 0, query(huge, 0)));
    service.send(service.topics().requests(), task, new PredictionRequest(huge, List.of()));
    double[] levels = new double[120_000];
    Arrays.fill(levels, 0.5);
    service.send(topic, task, event(null, 0, query(null, 0, levels)));
    service.observe(task, 1, 1);
    service.outputs().posteriors(task, 1);
    assertThat(service.outputs().deadLetters(task, 4))
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
  void shouldSwitchReleasesInFlightAndBack() {
    int sent = service.observeUnder(first, task, 0);
    Release second = service.activate(SECOND);
    int switched = service.observeUnder(second, task, sent);
    service.activate(FIRST);
    int total = service.observeUnder(first, task, switched);

    List<Posterior> posteriors = service.outputs().posteriors(task, total);
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
  void shouldStayWithTheFormerReleaseIfAnUnfitOneIsActivated() throws Exception {
    service.activate(TestReleases.withWeights(first, 1e30f));
    service.observe(task, 0, 0);
    assertThat(service.outputs().posteriors(task, 1).getFirst().getRelease())
        .isEqualTo(first.version());
    Release third = service.activate(TestReleases.file(3));
    service.observeUnder(third, task, 1);
  }

  @Test
  void shouldRunAReleaseInTheShadowAndPutItInForce() throws Exception {
    Release second = ReleaseFile.read(SECOND);
    service.publish(second.version(), SECOND);
    service.observe(task, x(0), y(0));
    service.outputs().posteriors(task, 1);
    service.releases().shadow(second.version(), 1, "test", "try");
    assertThat(json("/releases").at("/shadow/version").asText()).isEqualTo(second.version());
    await().until(() -> service.running().shadow().isPresent());

    service.observe(task, x(1), y(1));
    ShadowScore score = service.outputs().shadowScores(task, 1).getFirst();
    ReferenceTask reference = new ReferenceTask(second);
    reference.observe(x(0), y(0));
    assertThat(score.getLogScore())
        .isEqualTo(
            reference.observe(x(1), y(1))
                + second.standardisation().logDensityOffset(new double[] {y(1)}, 0));
    Posterior posterior = service.outputs().posteriors(task, 2).getLast();
    assertThat(posterior.getRelease()).isEqualTo(first.version());
    assertThat(score.getLogScoreInForce()).isEqualTo(posterior.getLogScore());

    service.releases().promoteShadow("test", "better");
    service.observeUnder(second, task, 2);
    assertThat(json("/releases").path("shadow").isMissingNode()).isTrue();
  }

  @Test
  void shouldStayWithTheFormerReleaseIfADamagedOneIsActivated() {
    byte[] damaged = TestReleases.file(4);
    String version = ReleaseFile.read(damaged).version();
    damaged[damaged.length - 1] ^= 1;
    service.publish(version, damaged);
    service.releases().activate(version, "test", "");
    service.observe(task, 0, 0);
    assertThat(service.outputs().posteriors(task, 1).getFirst().getRelease())
        .isEqualTo(first.version());
    Release third = service.activate(TestReleases.file(3));
    service.observeUnder(third, task, 1);
  }

  @Test
  void shouldAnswerOverHttp() throws Exception {
    service.observe("a/b", 0.5, 1);
    service.outputs().posteriors("a/b", 1);

    JsonNode answer = json("/tasks/a%2Fb?x=0.25&x=1");
    assertThat(answer.path("task").asText()).isEqualTo("a/b");
    assertThat(answer.path("release").asText()).isEqualTo(first.version());
    assertThat(answer.path("contextSize").asInt()).isEqualTo(1);
    assertThat(answer.path("predictions")).hasSize(2);
    ReferenceTask reference = new ReferenceTask(first);
    reference.observe(0.5, 1);
    assertThat(new JsonMapper().convertValue(answer.path("alpha"), float[].class))
        .isEqualTo(reference.state().alpha());

    assertThat(service.get("/tasks/nobody").statusCode()).isEqualTo(404);
    assertThat(service.get("/tasks/nobody").body()).contains("nobody");
    for (String x : List.of("abc", "", "1,2", "NaN", "1e300")) {
      HttpResponse<String> refused = service.get("/tasks/a%2Fb?x=" + x);
      assertThat(refused.statusCode()).as(x).isEqualTo(400);
      assertThat(refused.body()).contains("x must");
    }
    JsonNode releases = json("/releases");
    assertThat(releases.at("/inForce/version").asText()).isEqualTo(first.version());
    assertThat(releases.path("published"))
        .extracting(published -> published.path("version").asText())
        .contains(first.version());
    assertThat(service.get("/metrics").body())
        .contains("kafka_stream_thread_process_total", "jvm_memory")
        .contains("mixtide_release_in_force{release=\"%s\"} 1.0".formatted(first.version()))
        .containsPattern("mixtide_observations_total [1-9]");
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> response = service.get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonMapper().readTree(response.body());
  }

  private static SpecificRecord event(@Nullable String id, double x, Query... queries) {
    return new ContextEvent(
        id, Instant.EPOCH, Vectors.doubles(x), Vectors.doubles(0), List.of(queries));
  }

  private static Query query(@Nullable String id, double x, double... levels) {
    return new Query(id, Vectors.doubles(x), Vectors.doubles(levels));
  }
}
