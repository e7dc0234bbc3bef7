package io.mixtide.app.service;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.schemas.DeadLetter;
import io.mixtide.schemas.Posterior;
import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.ShadowScore;
import io.mixtide.schemas.TaskLog;
import io.mixtide.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All that a service has committed to its output topics, in the order in which it is read. */
final class Outputs implements AutoCloseable {
  private final Consumer<String, SpecificRecord> consumer;
  private final List<ConsumerRecord<String, SpecificRecord>> records = new ArrayList<>();

  Outputs(Topics topics, Map<String, Object> client, Deserializer<SpecificRecord> values) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", false);
    consumer = new KafkaConsumer<>(properties, new StringDeserializer(), values);
    consumer.assign(
        Stream.of(
                topics.posteriors(),
                topics.predictions(),
                topics.taskLog(),
                topics.deadLetters(),
                topics.shadowScores())
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList());
  }

  /** The posteriors of a task once there are so many; their sequence is unbroken. */
  List<Posterior> posteriors(String task, int count) {
    List<Posterior> found = wait(Posterior.class, task, count);
    for (int i = 0; i < count; i++) {
      assertThat(found.get(i).getSequence()).isEqualTo(i + 1);
      assertThat(found.get(i).getContextSize()).isEqualTo(i + 1);
    }
    return found;
  }

  /** The predictions of a task once there are so many. */
  List<Prediction> predictions(String task, int count) {
    return wait(Prediction.class, task, count);
  }

  /** The logs of a task once there are so many. */
  List<TaskLog> logs(String task, int count) {
    return wait(TaskLog.class, task, count);
  }

  /** The shadow's scores of a task once there are so many. */
  List<ShadowScore> shadowScores(String task, int count) {
    return wait(ShadowScore.class, task, count);
  }

  /** The dead letters of a task once there are so many. */
  List<DeadLetter> deadLetters(String task, int count) {
    return wait(DeadLetter.class, task, count);
  }

  /** The dead letters read so far, of all tasks. */
  List<DeadLetter> deadLetters() {
    return all().filter(DeadLetter.class::isInstance).map(DeadLetter.class::cast).toList();
  }

  private <T> List<T> wait(Class<T> type, String task, int count) {
    await()
        .untilAsserted(() -> {
          poll();
          assertThat(of(type, task)).hasSize(count);
        });
    return of(type, task);
  }

  private <T> List<T> of(Class<T> type, String task) {
    return records.stream()
        .filter(record -> record.key().equals(task))
        .map(ConsumerRecord::value)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private Stream<SpecificRecord> all() {
    return records.stream().map(ConsumerRecord::value);
  }

  private void poll() {
    consumer.poll(Duration.ofMillis(100)).forEach(records::add);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
