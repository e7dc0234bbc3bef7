package io.mixtide.app.service;

import static io.mixtide.app.service.TestService.x;
import static io.mixtide.app.service.TestService.y;
import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.ReferenceTask;
import io.mixtide.app.TestReleases;
import io.mixtide.app.embedded.DirectoryTree;
import io.mixtide.app.stack.Door;
import io.mixtide.app.stack.Stack;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.CloseReason;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.LoggedObservation;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.Vectors;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What a service does before a release is in force, and over restarts. */
class ServiceRestartTest {
  private static final byte[] FIRST = TestReleases.file(1);
  private static final byte[] SECOND = TestReleases.file(2);

  @TempDir private Path state;
  private Door registry;
  private TestService service;

  @BeforeEach
  void createTopics(TestInfo test) {
    Stack stack = Stack.shared();
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
    return new PredictionRequest(
        "r", List.of(new Query("q", Vectors.doubles(0.5), Vectors.doubles(0.1, 0.9))));
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
  void shouldGoOnWhereItWasAfterARestartWithAndWithoutItsState() {
    Release release = service.activate(FIRST);
    service.startAndWait();
    ReferenceTask reference = new ReferenceTask(release);
    observe(reference, 0, 20);
    service.stop();
    service.observe("a", x(20), y(20));

    service.startAndWait();
    reference.shouldGive(service.outputs().posteriors("a", 21).getLast(), x(20), y(20));
    observe(reference, 21, 30);
    service.stop();

    DirectoryTree.delete(state);
    service.startAndWait();
    observe(reference, 30, 40);
    service.outputs().posteriors("a", 40);
    Release second = service.activate(SECOND);
    int total = service.observeUnder(second, "a", 40);
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
  void shouldWaitForARegistryThatIsAwayAndLoseNothing() {
    service.activate(FIRST);
    service.startAndWait();
    byte[] encoded =
        service.encode(
            service.topics().context(),
            new ContextEvent(
                null, Instant.EPOCH, Vectors.doubles(0.5), Vectors.doubles(0), List.of()));
    registry.goAway();
    for (int i = 0; i < 10; i++) {
      service.send(service.topics().context(), "a", encoded);
    }
    await().until(() -> service.running().notReady().isPresent());
    registry.comeBack();
    service.outputs().posteriors("a", 10);
    assertThat(service.outputs().deadLetters()).isEmpty();
  }
}
