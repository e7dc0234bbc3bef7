package io.mixtide.app.embedded;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mixtide.app.UserErrorException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  private static final String TOPIC = "letters";

  @Test
  void shouldShowOnlyCommittedTransactionsToReadCommittedConsumers() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      createTopic(broker);
      try (KafkaProducer<String, String> producer = producer(broker)) {
        producer.initTransactions();
        producer.beginTransaction();
        var _ = producer.send(new ProducerRecord<>(TOPIC, "k", "aborted"));
        producer.flush();
        producer.abortTransaction();
        send(producer, "committed");
      }
      assertThat(readAll(broker)).containsExactly("committed");
    }
  }

  @Test
  void shouldLeaveNoThreadsOrFilesBehind() throws Exception {
    // Kafka's metric library starts one daemon thread per JVM and keeps it.
    try (EmbeddedBroker warmUp = EmbeddedBroker.start()) {
      createTopic(warmUp);
    }
    Set<Thread> threads = Thread.getAllStackTraces().keySet();
    Set<Path> directories = brokerDirectories();
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      createTopic(broker);
      assertThat(brokerDirectories()).hasSize(directories.size() + 1);
    }
    assertThat(brokerDirectories()).isEqualTo(directories);
    await()
        .untilAsserted(() ->
            assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !threads.contains(thread))
                .filteredOn(thread -> !thread.getName().startsWith("awaitility"))
                .isEmpty());
  }

  @Test
  void shouldKeepItsLogInAGivenDirectory(@TempDir Path directory) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(0, directory)) {
      createTopic(broker);
      try (KafkaProducer<String, String> producer = producer(broker)) {
        producer.initTransactions();
        send(producer, "kept");
      }
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(0, directory)) {
      // Its transaction may be ended only now: the broker was stopped right after it was promised.
      await().untilAsserted(() -> assertThat(readAll(broker)).containsExactly("kept"));
    }
  }

  @Test
  void shouldSayThatAPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedBroker.start(taken.getLocalPort(), null))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is taken");
    }
  }

  @Test
  void shouldSayThatADirectoryCannotBeUsed(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("occupied"), "not a directory");
    Set<Path> directories = brokerDirectories();
    assertThatThrownBy(() -> EmbeddedBroker.start(0, file))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("occupied");
    assertThat(brokerDirectories()).isEqualTo(directories);
  }

  private static void createTopic(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  private static KafkaProducer<String, String> producer(EmbeddedBroker broker) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer"),
        new StringSerializer(),
        new StringSerializer());
  }

  private static void send(KafkaProducer<String, String> producer, String value) {
    producer.beginTransaction();
    var _ = producer.send(new ProducerRecord<>(TOPIC, "k", value));
    producer.commitTransaction();
  }

  private static List<String> readAll(EmbeddedBroker broker) {
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static Set<Path> brokerDirectories() throws Exception {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("mixtide-broker-"))
          .collect(Collectors.toSet());
    }
  }
}
