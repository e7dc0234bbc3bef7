package io.mixtide.app.releases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.stack.Stack;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseRefusal;
import io.mixtide.schemas.ReleaseShadow;
import io.mixtide.schemas.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class ReleaseTopicTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static Stack broker;

  private ReleaseTopic topic;

  @BeforeAll
  static void startBroker() {
    broker = Stack.shared();
  }

  @BeforeEach
  void publish(TestInfo test) {
    Topics topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
    Settings settings =
        Settings.of(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "topic.prefix", topics.prefix(),
                "schema.registry.url", "mock://release-topic"));
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.create(1, (short) -1);
    }
    topic =
        new ReleaseTopic(
            new ReleaseConnection(
                topics.releases(), settings.clientProperties(), settings.valueSerde()),
            InstantSource.fixed(NOW));
    for (String version : List.of("v1", "v2", "v3")) {
      topic.publish(
          new NewRelease(version, null, version.getBytes(UTF_8), Map.of("name", version)));
    }
  }

  @Test
  void shouldKeepAHistoryOfActivationsWithWhoAndWhy() {
    topic.activate("v1", "ann", "first");
    topic.activate("v2", "bob", "better");
    topic.rollback("cem", "worse after all");
    assertThat(topic.catalog().activations())
        .containsExactly(
            new ReleaseActivation("v1", "ann", "first", NOW, 0, false),
            new ReleaseActivation("v2", "bob", "better", NOW, 1, false),
            new ReleaseActivation("v1", "cem", "worse after all", NOW, 2, true));
    assertThat(inForce()).isEqualTo("v1");
    shouldBeRefused(() -> topic.rollback("cem", ""), "no release was in force before v1");
    assertThat(topic.catalog().activations()).hasSize(3);
  }

  @Test
  void shouldSayThatThereIsNothingToGoBackToBeforeTheFirstActivation() {
    shouldBeRefused(() -> topic.rollback("test", ""), "no release is in force");
  }

  @Test
  void shouldActivateOnlyIfWhatWasComparedWithIsStillInForce() {
    assertThat(topic.activateIf("v1", "v2", "gate", "")).isFalse();
    assertThat(topic.activateIf("v1", null, "gate", "")).isTrue();
    assertThat(topic.activateIf("v2", null, "gate", "")).isFalse();
    assertThat(topic.activateIf("v2", "v1", "gate", "")).isTrue();
    assertThat(topic.activateIf("v3", "v1", "gate", "")).isFalse();
    assertThat(inForce()).isEqualTo("v2");
    shouldBeRefused(() -> topic.activateIf("v9", "v2", "gate", ""), "no release v9");
  }

  @Test
  void shouldLetOnlyOneOfSeveralGatesReplaceARelease() throws Exception {
    topic.activate("v1", "test", "");
    List<Callable<Boolean>> gates =
        Stream.of("v2", "v3")
            .<Callable<Boolean>>map(next -> () -> topic.activateIf(next, "v1", "gate", ""))
            .toList();
    int activated = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> result : threads.invokeAll(gates)) {
        activated += result.get() ? 1 : 0;
      }
    }
    assertThat(activated).isEqualTo(1);
    assertThat(topic.catalog().activations()).hasSize(2);
  }

  @Test
  void shouldStartReplaceAndEndAShadow() {
    shouldBeRefused(() -> topic.shadow("v2", 0.5, "test", ""), "no release is in force");
    topic.activate("v1", "test", "");
    shouldBeRefused(() -> topic.shadow("v1", 0.5, "test", ""), "v1 is in force");
    shouldBeRefused(() -> topic.shadow("v9", 0.5, "test", ""), "no release v9");
    for (double share : new double[] {0, -1, 1.01, Double.NaN}) {
      shouldBeRefused(() -> topic.shadow("v2", share, "test", ""), "share");
    }
    shouldBeRefused(() -> topic.dropShadow("test", ""), "no release runs in the shadow");
    shouldBeRefused(() -> topic.promoteShadow("test", ""), "no release runs in the shadow");

    topic.shadow("v2", 0.5, "test", "try");
    topic.shadow("v3", 1, "test", "try this");
    assertThat(topic.catalog().shadow())
        .contains(new ReleaseShadow("v3", 1.0, "test", "try this", NOW));
    topic.dropShadow("test", "");
    assertThat(topic.catalog().shadow()).isEmpty();
    assertThat(inForce()).isEqualTo("v1");
  }

  @Test
  void shouldEndTheShadowOfAReleaseThatIsPutInForce() {
    topic.activate("v1", "test", "");
    topic.shadow("v2", 0.5, "test", "");
    topic.activate("v3", "test", "");
    assertThat(topic.catalog().shadow()).isPresent();
    assertThat(topic.promoteShadow("test", "scores are better")).isEqualTo("v2");
    assertThat(inForce()).isEqualTo("v2");
    assertThat(topic.catalog().shadow()).isEmpty();

    topic.shadow("v3", 0.5, "test", "");
    topic.rollback("test", "");
    assertThat(inForce()).isEqualTo("v3");
    assertThat(topic.catalog().shadow()).isEmpty();
  }

  @Test
  void shouldWriteDownRefusals() {
    ReleaseRefusal refusal =
        new ReleaseRefusal("v4", "v1", List.of("worse", "slower"), Map.of("score", "-1"), NOW);
    topic.refuse(refusal);
    topic.refuse(new ReleaseRefusal("v5", null, List.of("no number"), Map.of(), NOW));
    assertThat(topic.catalog().refusals()).hasSize(2).contains(refusal);
    assertThatThrownBy(() -> topic.refuse(new ReleaseRefusal("v6", null, List.of(), Map.of(), NOW)))
        .isInstanceOf(IllegalArgumentException.class);
    shouldBeRefused(
        () -> topic.refuse(new ReleaseRefusal("a/b", null, List.of("odd"), Map.of(), NOW)), "a/b");
  }

  @Test
  void shouldReadAReleaseWithItsManifest() {
    PublishedRelease release = topic.read("v2");
    assertThat(release.file()).isEqualTo("v2".getBytes(UTF_8));
    assertThat(release.manifest().getMetadata()).containsEntry("name", "v2");
    shouldBeRefused(() -> topic.read("v9"), "no release v9");
  }

  private String inForce() {
    return topic.catalog().activation().orElseThrow().getVersion();
  }

  private static void shouldBeRefused(ThrowingCallable call, String reason) {
    assertThatThrownBy(call).isInstanceOf(UserErrorException.class).hasMessageContaining(reason);
  }
}
