package io.mixtide.app.service;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.app.TestReleases;
import io.mixtide.app.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that would stay open for longer than any test waits. */
class OrphanedTransactionsTest {
  private static final int LONG_MS = 600_000;

  @TempDir private Path state;
  private TestService service;
  private String application;
  private Admin admin;

  @BeforeEach
  void createTopics(TestInfo test) {
    Stack stack = Stack.shared();
    String name = test.getTestMethod().orElseThrow().getName();
    service = new TestService(stack.bootstrapServers(), name, "mock://" + name, state);
    application = service.settings().applicationId();
    admin = Admin.create(service.settings().clientProperties());
  }

  @AfterEach
  void close() {
    admin.close();
    service.close();
  }

  @Test
  void shouldAbortWhatADeadInstanceLeftOpenWhenTasksArrive() throws Exception {
    String dead = application + "-" + UUID.randomUUID() + "-1";
    try (var _ = open(dead)) {
      service.activate(TestReleases.file(1));
      service.startAndWait();
      awaitAborted(dead);
      service.observe("a", 0.5, 1);
      assertThat(service.outputs().posteriors("a", 1)).hasSize(1);
    }
  }

  @Test
  void shouldLeaveAloneWhatIsOfAMemberOrOfAnotherApplication() throws Exception {
    String thread = application + "-" + UUID.randomUUID();
    String otherThread = thread + "-2";
    String other = application + "-more-" + UUID.randomUUID() + "-1";
    try (var consumer = member(thread + "-StreamThread-1-consumer");
        var ofMember = open(thread + "-1");
        var ofOther = open(other);
        var orphan = open(otherThread);
        var orphans = orphans()) {
      orphans.onChange(State.REBALANCING, State.RUNNING);
      awaitAborted(otherThread);
      assertThat(stateOf(thread + "-1")).isEqualTo(TransactionState.ONGOING);
      assertThat(stateOf(other)).isEqualTo(TransactionState.ONGOING);
      assertThatThrownBy(orphan::commitTransaction).isInstanceOf(KafkaException.class);
      ofMember.commitTransaction();
      ofOther.commitTransaction();
      assertThat(consumer.groupMetadata().groupId()).isEqualTo(application);
    }
  }

  private OrphanedTransactions orphans() {
    return new OrphanedTransactions(application, service.settings().clientProperties());
  }

  /** A member of the application's group. */
  private KafkaConsumer<byte[], byte[]> member(String clientId) {
    Map<String, Object> properties = service.settings().clientProperties();
    properties.put("client.id", clientId);
    properties.put("group.id", application);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(service.topics().context()));
    await()
        .until(() -> {
          consumer.poll(Duration.ofMillis(50));
          return !consumer.assignment().isEmpty();
        });
    return consumer;
  }

  /** A transaction that has written and is not ended. */
  private Producer<byte[], byte[]> open(String transactionalId) throws Exception {
    Map<String, Object> properties = service.settings().clientProperties();
    properties.put("transactional.id", transactionalId);
    properties.put("transaction.timeout.ms", LONG_MS);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    for (int partition = 0; partition < 2; partition++) {
      producer
          .send(new ProducerRecord<>(service.topics().posteriors(), partition, null, new byte[1]))
          .get();
    }
    assertThat(stateOf(transactionalId)).isEqualTo(TransactionState.ONGOING);
    return producer;
  }

  private void awaitAborted(String transactionalId) {
    await()
        .untilAsserted(() ->
            assertThat(stateOf(transactionalId))
                // The latter once its producer is fenced as well.
                .isIn(TransactionState.COMPLETE_ABORT, TransactionState.EMPTY));
  }

  private TransactionState stateOf(String transactionalId) throws Exception {
    return admin
        .describeTransactions(List.of(transactionalId))
        .description(transactionalId)
        .get()
        .state();
  }
}
