package io.mixtide.app.topics;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.cli.Main;
import io.mixtide.app.embedded.EmbeddedBroker;
import io.mixtide.schemas.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicAdminTest {
  private static EmbeddedBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void shouldCreateWhatIsMissingAndBeContentWithIt() throws Exception {
    Topics topics = new Topics("create.");
    try (TopicAdmin admin = new TopicAdmin(properties(), topics);
        Admin kafka = Admin.create(properties())) {
      assertThatThrownBy(admin::check)
          .isInstanceOf(UserErrorException.class)
          .hasMessageContainingAll("create.context", "create.releases", "mixtide topics create")
          .hasMessageContaining("--topic-prefix 'create.'")
          .hasMessageNotContaining("\n");
      assertThat(admin.create(3, (short) -1)).hasSize(10).contains("create.dead-letters");
      assertThat(admin.create(3, (short) -1)).isEmpty();
      admin.check();
      assertThat(admin.describe())
          .hasEntrySatisfying(topics.context(), t -> assertThat(t.partitions()).hasSize(3))
          .hasEntrySatisfying(topics.releases(), t -> assertThat(t.partitions()).hasSize(1));
      ConfigResource releases = new ConfigResource(ConfigResource.Type.TOPIC, topics.releases());
      assertThat(kafka.describeConfigs(List.of(releases)).all().get())
          .hasEntrySatisfying(
              releases,
              config ->
                  assertThat(config.entries())
                      .anyMatch(entry ->
                          entry.name().equals("cleanup.policy")
                              && entry.value().equals("compact")));
    }
  }

  @Test
  void shouldSayThatContextAndRequestsAreNotPartitionedAlike() throws Exception {
    Topics topics = new Topics("unequal.");
    try (TopicAdmin admin = new TopicAdmin(properties(), topics);
        Admin kafka = Admin.create(properties())) {
      admin.create(2, (short) 1);
      kafka.createPartitions(Map.of(topics.requests(), NewPartitions.increaseTo(3))).all().get();
      await()
          .untilAsserted(() ->
              assertThatThrownBy(admin::check)
                  .isInstanceOf(UserErrorException.class)
                  .hasMessage(
                      "unequal.context has 2 partitions and unequal.requests has 3: give both"
                          + " the same number"));
    }
  }

  @Test
  void shouldSayThatMoreCopiesAreAskedForThanThereAreBrokers() {
    try (TopicAdmin admin = new TopicAdmin(properties(), new Topics("copies."))) {
      assertThatThrownBy(() -> admin.create(1, (short) 2))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("copies.context cannot be created");
    }
  }

  @Test
  void shouldSayThatNoBrokerAnswers() {
    Map<String, Object> nowhere =
        Map.of(
            "bootstrap.servers", "127.0.0.1:1",
            "default.api.timeout.ms", "300",
            "request.timeout.ms", "200");
    try (TopicAdmin admin = new TopicAdmin(nowhere, new Topics())) {
      assertThatThrownBy(admin::check)
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("no Kafka broker answers at 127.0.0.1:1");
    }
    assertThatThrownBy(() -> new TopicAdmin(Map.of("bootstrap.servers", "nonsense"), new Topics()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("nonsense");
  }

  @Test
  void shouldCreateAndDescribeTopicsFromTheCommandLine() {
    String[] common = {"--bootstrap-servers", broker.bootstrapServers(), "--topic-prefix", "cli."};
    assertThat(run(common, "topics", "describe")).contains("cli.context", "missing");
    assertThat(run(common, "topics", "create", "--partitions", "2"))
        .contains("created cli.context");
    assertThat(run(common, "topics", "create")).contains("nothing to create");
    assertThat(run(common, "topics", "describe"))
        .containsPattern("cli.context +2 +1")
        .containsPattern("cli.releases +1 +1");
  }

  private static String run(String[] common, String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = Stream.of(command, common).flatMap(Stream::of).toArray(String[]::new);
    assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), args))
        .as(err::toString)
        .isZero();
    return out.toString();
  }

  private static Map<String, Object> properties() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
