package io.mixtide.app.releases;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import io.mixtide.app.stack.Stack;
import io.mixtide.app.topics.TopicAdmin;
import io.mixtide.schemas.ReleaseChunk;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRecord;
import io.mixtide.schemas.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class ReleaseFollowerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final int SIZE = 2 * ReleaseChunks.MAX_CHUNK_BYTES + 100;

  private static Stack broker;

  private final RecordingListener listener = new RecordingListener();
  private ReleaseConnection connection;
  private ReleaseTopic topic;

  @BeforeAll
  static void startBroker() {
    broker = Stack.shared();
  }

  @BeforeEach
  void createTopic(TestInfo test) {
    Topics topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
    Settings settings =
        Settings.of(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "topic.prefix", topics.prefix(),
                "schema.registry.url", "mock://releases"));
    try (TopicAdmin admin = new TopicAdmin(settings.clientProperties(), topics)) {
      admin.create(1, (short) -1);
    }
    connection =
        new ReleaseConnection(
            topics.releases(), settings.clientProperties(), settings.valueSerde());
    topic = new ReleaseTopic(connection, InstantSource.fixed(NOW));
  }

  @Test
  void shouldHandOnTheActivatedReleaseWholeWithItsManifest() {
    assertThat(topic.publish(release("v1", 1))).isTrue();
    try (ReleaseFollower _ = follow()) {
      topic.activate("v1", "test", "first");
      await().until(() -> listener.versions().equals(List.of("v1")));
    }
    PublishedRelease published = listener.activated.getFirst();
    assertThat(published.file()).isEqualTo(bytes(1));
    assertThat(published.manifest().getMetadata()).containsEntry("score", "1");
    assertThat(published.manifest().getPublishedAt()).isEqualTo(NOW);
    assertThat(listener.rejected).isEmpty();
  }

  @Test
  void shouldSwitchToTheNextReleaseAndBack() {
    topic.publish(release("v1", 1));
    topic.publish(release("v2", 2));
    try (ReleaseFollower _ = follow()) {
      for (String version : List.of("v1", "v2", "v1")) {
        int before = listener.activated.size();
        topic.activate(version, "test", "");
        await().until(() -> listener.activated.size() > before);
      }
    }
    assertThat(listener.versions()).containsExactly("v1", "v2", "v1");
    assertThat(listener.activated.get(2).file()).isEqualTo(bytes(1));
  }

  @Test
  void shouldGiveOnlyTheReleaseLastActivatedAfterARestart() {
    for (String version : List.of("v1", "v2", "v3")) {
      topic.publish(release(version, version.hashCode()));
    }
    topic.activate("v1", "test", "");
    topic.activate("v3", "test", "");
    topic.activate("v2", "test", "");
    for (int start = 0; start < 2; start++) {
      RecordingListener fresh = new RecordingListener();
      try (ReleaseFollower _ = ReleaseFollower.start(connection, fresh)) {
        await().until(() -> !fresh.activated.isEmpty());
      }
      assertThat(fresh.versions()).containsExactly("v2");
    }
  }

  @Test
  void shouldKeepTheReleaseInForceWhenADamagedOneIsActivated() {
    topic.publish(release("v1", 1));
    topic.activate("v1", "test", "");
    topic.publish(release("v2", 2));
    ReleaseChunk chunk = ReleaseChunks.split("v2", bytes(2)).get(1);
    write(new ReleaseRecord(new ReleaseChunk("v2", 1, chunk.getCrc32c() + 1, chunk.getData())));
    try (ReleaseFollower _ = follow()) {
      await().until(() -> listener.versions().equals(List.of("v1")));
      topic.activate("v2", "test", "");
      await().until(() -> !listener.rejected.isEmpty());
      assertThat(listener.rejected)
          .containsExactly("v2: chunk 1 of 3 is damaged: its checksum differs");
      assertThat(listener.versions()).containsExactly("v1");

      assertThat(topic.publish(release("v2", 2))).as("a damaged release is written again").isTrue();
      await().until(() -> listener.versions().equals(List.of("v1", "v2")));
    }
  }

  @Test
  void shouldPutAReleaseInForceWhenItsMissingChunkArrivesAfterItsActivation() {
    topic.publish(release("v1", 1));
    write(ReleaseKeys.chunk("v1", 2), null);
    // What is left of an activated release is no ground for refusing to activate it.
    write(ReleaseKeys.chunk("v1", 0), null);
    topic.activate("v1", "test", "");
    List<ReleaseChunk> chunks = ReleaseChunks.split("v1", bytes(1));
    try (ReleaseFollower _ = follow()) {
      await().until(() -> !listener.rejected.isEmpty());
      write(new ReleaseRecord(chunks.get(0)));
      await().until(() -> listener.rejected.contains("v1: chunk 2 of 3 is missing"));
      write(new ReleaseRecord(chunks.get(2)));
      await().until(() -> listener.versions().equals(List.of("v1")));
    }
    assertThat(listener.rejected)
        .containsExactly("v1: chunk 0 of 3 is missing", "v1: chunk 2 of 3 is missing");
  }

  @Test
  void shouldTakeChunksInAnyOrder() {
    topic.publish(release("v1", 1));
    ReleaseManifest manifest = topic.catalog().manifest("v1").orElseThrow();
    List<ReleaseChunk> chunks = ReleaseChunks.split("v1", bytes(1));
    write(ReleaseKeys.manifest("v1"), null);
    chunks.forEach(chunk -> write(ReleaseKeys.chunk("v1", chunk.getIndex()), null));

    write(new ReleaseRecord(manifest));
    topic.activate("v1", "test", "");
    try (ReleaseFollower _ = follow()) {
      await().until(() -> !listener.rejected.isEmpty());
      chunks.reversed().forEach(chunk -> write(new ReleaseRecord(chunk)));
      await().until(() -> listener.versions().equals(List.of("v1")));
    }
    assertThat(listener.activated.getFirst().file()).isEqualTo(bytes(1));
  }

  @Test
  void shouldGoBackToTheFormerReleaseAndStayThereAfterARestart() {
    topic.publish(release("v1", 1));
    topic.publish(release("v2", 2));
    topic.activate("v1", "test", "");
    try (ReleaseFollower _ = follow()) {
      await().until(() -> listener.versions().equals(List.of("v1")));
      topic.activate("v2", "test", "");
      await().until(() -> listener.versions().equals(List.of("v1", "v2")));
      topic.rollback("test", "");
      await().until(() -> listener.versions().equals(List.of("v1", "v2", "v1")));
    }
    RecordingListener restarted = new RecordingListener();
    try (ReleaseFollower _ = ReleaseFollower.start(connection, restarted)) {
      await().until(() -> restarted.versions().equals(List.of("v1")));
    }
  }

  @Test
  void shouldFollowTheShadow() {
    for (String version : List.of("v1", "v2", "v3", "refused1")) {
      topic.publish(release(version, version.hashCode()));
    }
    topic.activate("v1", "test", "");
    topic.shadow("v2", 0.5, "test", "");
    try (ReleaseFollower _ = follow()) {
      await().until(() -> listener.shadows.equals(List.of("v2 0.5")));
      topic.shadow("v2", 0.75, "test", "");
      await().until(() -> listener.shadows.contains("v2 0.75"));
      topic.dropShadow("test", "");
      await().until(() -> listener.shadows.getLast().equals("none"));
      topic.shadow("v3", 1, "test", "");
      await().until(() -> listener.shadows.getLast().equals("v3 1.0"));
      topic.shadow("refused1", 1, "test", "");
      await().until(() -> listener.shadows.getLast().equals("none"));
      await().until(() -> !listener.rejected.isEmpty());
      topic.shadow("v3", 1, "test", "");
      await().until(() -> listener.shadows.getLast().equals("v3 1.0"));
      topic.promoteShadow("test", "");
      await().until(() -> listener.shadows.getLast().equals("none"));
    }
    assertThat(listener.versions()).containsExactly("v1", "v3");
    assertThat(listener.rejected).containsExactly("refused1: it was refused: not a model");
    assertThat(listener.shadows)
        .containsExactly("v2 0.5", "none", "v2 0.75", "none", "v3 1.0", "none", "v3 1.0", "none");
  }

  @Test
  void shouldRejectAReleaseWhoseHashIsNotInItsManifest() {
    topic.publish(release("v1", 1));
    ReleaseManifest manifest = topic.catalog().manifest("v1").orElseThrow();
    write(
        new ReleaseRecord(ReleaseManifest.newBuilder(manifest).setSha256("0".repeat(64)).build()));
    topic.activate("v1", "test", "");
    try (ReleaseFollower _ = follow()) {
      await().until(() -> !listener.rejected.isEmpty());
    }
    assertThat(listener.rejected).containsExactly("v1: its SHA-256 is not the one in its manifest");
    assertThat(listener.activated).isEmpty();
  }

  @Test
  void shouldRejectAReleaseThatTheListenerRefuses() {
    topic.publish(release("v1", 1));
    topic.publish(release("refused1", 2));
    topic.activate("v1", "test", "");
    try (ReleaseFollower _ = follow()) {
      await().until(() -> listener.versions().equals(List.of("v1")));
      topic.activate("refused1", "test", "");
      await().until(() -> !listener.rejected.isEmpty());
    }
    assertThat(listener.rejected).containsExactly("refused1: it was refused: not a model");
    assertThat(listener.versions()).containsExactly("v1");
  }

  @Test
  void shouldPassOverRecordsThatAreNone() {
    writeBytes("manifest/v9", new byte[] {1, 2, 3});
    topic.publish(release("v1", 1));
    write("activation", new ReleaseRecord(ReleaseChunks.split("v1", bytes(1)).getFirst()));
    topic.activate("v1", "test", "");
    try (ReleaseFollower _ = follow()) {
      await().until(() -> listener.versions().equals(List.of("v1")));
    }
  }

  @Test
  void shouldPublishAVersionOnce() {
    assertThat(topic.publish(release("v1", 1))).isTrue();
    assertThat(topic.publish(release("v1", 1))).isFalse();
    assertThatThrownBy(() -> topic.publish(release("v1", 2)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("v1 is published already");
    assertThat(topic.catalog().manifests()).hasSize(1);
  }

  @Test
  void shouldRefuseWhatCannotBePublishedOrActivated() {
    assertThatThrownBy(() -> topic.publish(release("a/b", 1)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("a/b");
    assertThatThrownBy(() -> topic.activate("v1", "test", ""))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("no release v1");
    ReleaseConnection elsewhere =
        new ReleaseConnection("absent", connection.clientProperties(), connection.serde());
    assertThatThrownBy(() -> new ReleaseTopic(elsewhere, InstantSource.system()).catalog())
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("the topic absent does not exist");
  }

  @Test
  void shouldLetOnlyOneOfSeveralPublishersHaveAVersion() throws Exception {
    List<Callable<Boolean>> publishers = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      NewRelease release = release("v1", seed);
      publishers.add(() -> topic.publish(release));
    }
    int written = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> result : threads.invokeAll(publishers)) {
        written += result.state() == Future.State.SUCCESS && result.resultNow() ? 1 : 0;
      }
    }
    assertThat(written).isEqualTo(1);
    topic.activate("v1", "test", "");
    try (ReleaseFollower _ = follow()) {
      await().until(() -> listener.versions().equals(List.of("v1")));
    }
  }

  private ReleaseFollower follow() {
    return ReleaseFollower.start(connection, listener);
  }

  private static NewRelease release(String version, int seed) {
    return new NewRelease(version, null, bytes(seed), Map.of("score", String.valueOf(seed)));
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[SIZE];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  private void write(ReleaseRecord release) {
    write(ReleaseKeys.of(release), release);
  }

  private void write(String key, @Nullable ReleaseRecord release) {
    writeBytes(key, connection.serde().serializer().serialize(connection.topic(), release));
  }

  private void writeBytes(String key, byte @Nullable [] value) {
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(
            connection.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      var _ = producer.send(new ProducerRecord<>(connection.topic(), key, value));
    }
  }
}
